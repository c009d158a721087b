using Ntt.Networks;

namespace Ntt.Core.Tests.Networks;

[TestClass]
public sealed class NetworkArchitectureTests
{
    [TestMethod]
    public void LeNet300100_HasThePapersParameterCounts()
    {
        var network = Architectures.LeNet300100();
        Assert.AreEqual(266_200, network.WeightCount);
        Assert.AreEqual(266_610, network.ParameterCount);
        Assert.AreEqual(410, network.WeightLayers.Sum(layer => layer.Rows));
        Assert.AreEqual("fc1 235200, fc2 30000, fc3 1000", Counts(network));
        Assert.AreEqual(10, network.OutputCount);
        Assert.AreEqual(new TensorShape(1, 28, 28), network.Input);
        Assert.AreEqual("input 28x28x1, flatten, dense 300, relu, dense 100, relu, dense 10", network.ToString());
        Assert.AreEqual(2, Architectures.LeNet300100(2).OutputCount);
    }

    [TestMethod]
    public void LeNet5Caffe_HasThePapersShapesAndParameterCounts()
    {
        var network = Architectures.LeNet5Caffe();
        Assert.AreEqual(430_500, network.WeightCount);
        Assert.AreEqual(580, network.WeightLayers.Sum(layer => layer.Rows));
        Assert.AreEqual(431_080, network.ParameterCount);
        Assert.AreEqual("conv1 500, conv2 25000, fc1 400000, fc2 5000", Counts(network));
        Assert.AreEqual("28x28x1 24x24x20 24x24x20 12x12x20 8x8x50 8x8x50 4x4x50 800 500 500 10", string.Join(' ', network.Shapes));
        Assert.AreEqual(new WeightShape("conv2", 50, 500, 500, 1250, 64, 5, 5), network.WeightLayers[1]);
        Assert.AreEqual(new WeightShape("fc1", 500, 800, 800, 500, 1), network.WeightLayers[2]);

        // Multiplications and additions of one sample.
        Assert.AreEqual(2_293_000, network.WeightLayers.Sum(layer => layer.Count * layer.Positions));
        Assert.AreEqual(
            "input 28x28x1, conv 20 5x5, relu, maxpool 2, conv 50 5x5, relu, maxpool 2, flatten, dense 500, relu, dense 10", network.ToString());
        Assert.AreEqual(2, Architectures.LeNet5Caffe(2).OutputCount);
    }

    [TestMethod]
    public void Conv4_HasThePapersShapesAndParameterCounts()
    {
        var network = Architectures.Conv4();
        Assert.AreEqual(1_903_296, network.WeightCount);
        Assert.AreEqual(906, network.WeightLayers.Sum(layer => layer.Rows));
        Assert.AreEqual(1_904_202, network.ParameterCount);
        Assert.AreEqual("conv1 1728, conv2 36864, conv3 73728, conv4 147456, fc1 1638400, fc2 5120", Counts(network));
        Assert.AreEqual(
            "32x32x3 30x30x64 28x28x64 14x14x64 12x12x128 10x10x128 5x5x128 3200 512 10",
            string.Join(' ', network.Shapes.Where((shape, index) => index == 0 || shape != network.Shapes[index - 1])));
        Assert.AreEqual(57_457_664, network.WeightLayers.Sum(layer => layer.Count * layer.Positions), 1e4);
        Assert.AreEqual("0.25 0.25 0.5", string.Join(' ', network.Layers.OfType<DropoutLayer>().Select(layer => $"{layer.Rate}")));
        Assert.AreEqual(2, Architectures.Conv4(2).OutputCount);
    }

    [TestMethod]
    [DataRow("input 28x28x1, flatten, dense 300, relu, dense 100, relu, dense 10")]
    [DataRow("input 12x12x1, conv 20 5x5, relu, maxpool 2, flatten, dense 10")]
    [DataRow("input 9x8x3, conv 4 3x2 stride 2 same, maxpool 3 stride 1, avgpool 2, dropout 0.25, flatten, dense 3")]
    [DataRow("input 9x8x3, conv 4 3x2 same, avgpool 2 stride 3, conv 1 1x1 stride 7, flatten, dropout 0, dense 3")]
    [DataRow("input 4, dropout 1E-05, dense 3")]
    [DataRow("input 2x3x4, flatten, dense 5")]
    [DataRow("input 7, dense 5, dense 6, relu, dense 3")]
    [DataRow("input 1x1x5, flatten, dense 1")]
    public void Text_ComesBack(string text)
    {
        var network = NetworkArchitecture.Parse(text);
        Assert.AreEqual(text, network.ToString());
        var again = NetworkArchitecture.Parse(network.ToString());
        Assert.AreEqual(network, again);
        Assert.AreEqual(network.GetHashCode(), again.GetHashCode());
        Assert.AreEqual(network, new NetworkArchitecture(network.Input, network.Layers));
    }

    [TestMethod]
    public void DropoutOfMinusZero_IsWrittenWithoutASign() => Assert.AreEqual("dropout 0", new DropoutLayer(-0.0).ToString());

    [TestMethod]
    public void Text_MayHaveAnySpaces()
    {
        Assert.AreEqual(
            NetworkArchitecture.Parse("input 9x9x1, conv 4 3x3 stride 2 same, maxpool 2 stride 2, flatten, dense 2"),
            NetworkArchitecture.Parse("input 9x9x1, conv  4\t3x3 stride 2  same,maxpool 2,flatten, dense 2"));
        Assert.AreEqual(
            NetworkArchitecture.Parse("input 4, dense 3, relu, dense 2"), NetworkArchitecture.Parse("  input   4,dense\t3 ,relu,\n dense 2 "));
        Assert.AreNotEqual(NetworkArchitecture.Parse("input 4, dense 3"), NetworkArchitecture.Parse("input 4, dense 2"));
    }

    [TestMethod]
    public void Builder_WritesTheSame()
    {
        Assert.AreEqual(
            Architectures.LeNet300100(), new NetworkArchitectureBuilder(28, 28, 1).Flatten().Dense(300).Relu().Dense(100).Relu().Dense(10).Build());
        Assert.AreEqual(
            NetworkArchitecture.Parse("input 9x8x3, conv 4 3x3 stride 2 same, conv 5 2x2, maxpool 2 stride 1, avgpool 2, dropout 0.25, flatten, dense 3"),
            new NetworkArchitectureBuilder(9, 8, 3)
                .Conv2D(4, 3, stride: 2, ConvolutionPadding.Same).Conv2D(5, 2).MaxPool(2, 1).AveragePool(2).Dropout(0.25).Flatten().Dense(3).Build());
        Assert.AreEqual(NetworkArchitecture.Parse("input 5, dense 2"), new NetworkArchitectureBuilder(5).Add(new DenseLayer(2)).Build());
    }

    [TestMethod]
    public void Shapes_AreChannelsHeightWidth()
    {
        var network = NetworkArchitecture.Parse("input 5x7x3, flatten, dense 4");
        CollectionAssert.AreEqual(new[] { new TensorShape(3, 5, 7), TensorShape.Flat(105), TensorShape.Flat(4) }, network.Shapes.ToArray());
        Assert.AreEqual(new WeightShape("fc1", 4, 105, 105, 4), network.WeightLayers[0]);
    }

    [TestMethod]
    [DataRow("", "''", "begins with 'input")]
    [DataRow("dense 3", "'dense 3' at character 0", "begins with 'input")]
    [DataRow("input 4x4, dense 3", "'input 4x4' at character 0", "neither HEIGHTxWIDTHxCHANNELS nor FEATURES")]
    [DataRow("input 0, dense 3", "'input 0' at character 0", "at least 1")]
    [DataRow("input -4, dense 3", "'input -4' at character 0", "'-4' is not a whole number")]
    [DataRow("input 4, dense", "'dense' at character 8", "one argument is expected, as in 'dense 300'")]
    [DataRow("input 4, dense 3 4", "'dense 3 4' at character 8", "one argument")]
    [DataRow("input 4, dense 3.5", "'dense 3.5' at character 8", "'3.5' is not a whole number")]
    [DataRow("input 4, dense 0", "'dense 0' at character 8", "at least 1")]
    [DataRow("input 4, dense 99999999999", "'dense 99999999999' at character 8", "not a whole number")]
    [DataRow("input 4, relu 3, dense 3", "'relu 3' at character 8", "takes no argument")]
    [DataRow("input 4, dense 3, , dense 2", "'' at character 17", "a layer is missing")]
    [DataRow("input 4, denes 3", "'denes 3' at character 8", "the kinds are avgpool, conv, dense, dropout, flatten, maxpool, relu")]
    [DataRow("input 4, Dense 3", "'Dense 3' at character 8", "no kind of layer")]
    [DataRow("input 9x9x1, conv 20, dense 3", "'conv 20' at character 12", "'conv 20 5x5', 'conv 20 5x5 stride 2' or 'conv 20 5x5 stride 2 same'")]
    [DataRow("input 9x9x1, conv 20 5, dense 3", "'conv 20 5' at character 12", "a convolution is written 'conv 20 5x5'")]
    [DataRow("input 9x9x1, conv 5x5 20, dense 3", "'conv 5x5 20' at character 12", "a convolution is written 'conv 20 5x5'")]
    [DataRow("input 9x9x1, conv 20 5x5x1, dense 3", "'conv 20 5x5x1' at character 12", "a convolution is written 'conv 20 5x5'")]
    [DataRow("input 9x9x1, conv 20 5x5 2, dense 3", "'conv 20 5x5 2' at character 12", "'2' is not understood")]
    [DataRow("input 9x9x1, conv 20 5x5 stride, dense 3", "'conv 20 5x5 stride' at character 12", "'stride' is not understood")]
    [DataRow("input 9x9x1, conv 20 5x5 same stride 2, dense 3", "'conv 20 5x5 same stride 2' at character 12", "'same stride 2' is not understood")]
    [DataRow("input 9x9x1, conv 20 5x5 valid, dense 3", "'conv 20 5x5 valid' at character 12", "'valid' is not understood")]
    [DataRow("input 9x9x1, relu, conv 20 5x-5, dense 3", "'conv 20 5x-5' at character 18", "'-5' is not a whole number")]
    [DataRow("input 9x9x1, conv 0 5x5, dense 3", "'conv 0 5x5' at character 12", "filters must be at least 1")]
    [DataRow("input 9x9x1, conv 1 0x5, dense 3", "'conv 1 0x5' at character 12", "kernelHeight must be at least 1")]
    [DataRow("input 9x9x1, conv 1 5x0, dense 3", "'conv 1 5x0' at character 12", "kernelWidth must be at least 1")]
    [DataRow("input 9x9x1, conv 1 5x5 stride 0, dense 3", "'conv 1 5x5 stride 0' at character 12", "stride must be at least 1")]
    [DataRow("input 9x9x1, maxpool, dense 3", "'maxpool' at character 12", "'maxpool 2' or 'maxpool 2 stride 2' is expected")]
    [DataRow("input 9x9x1, avgpool 2x2, dense 3", "'avgpool 2x2' at character 12", "'2x2' is not a whole number")]
    [DataRow("input 9x9x1, avgpool 2 1, dense 3", "'avgpool 2 1' at character 12", "'avgpool 2' or 'avgpool 2 stride 2' is expected")]
    [DataRow("input 9x9x1, maxpool 0, dense 3", "'maxpool 0' at character 12", "size must be at least 1")]
    [DataRow("input 9x9x1, maxpool 2 stride 0, dense 3", "'maxpool 2 stride 0' at character 12", "stride must be at least 1")]
    [DataRow("input 4, dropout, dense 3", "'dropout' at character 8", "one argument is expected, as in 'dropout 0.25'")]
    [DataRow("input 4, dropout 1, dense 3", "'dropout 1' at character 8", "rate must be from 0 (inclusive) to 1 (exclusive)")]
    [DataRow("input 4, dropout -0.5, dense 3", "'dropout -0.5' at character 8", "'-0.5' is not a number such as 0.25")]
    [DataRow("input 4, dropout 50%, dense 3", "'dropout 50%' at character 8", "'50%' is not a number such as 0.25")]
    [DataRow("input 4, dropout NaN, dense 3", "'dropout NaN' at character 8", "rate must be from 0 (inclusive) to 1 (exclusive)")]
    public void AWrongPart_IsQuotedWithItsPosition(string text, string part, string reason)
    {
        var problem = Assert.ThrowsExactly<FormatException>(() => NetworkArchitecture.Parse(text));
        StringAssert.Contains(problem.Message, part);
        StringAssert.Contains(problem.Message, reason);
    }

    [TestMethod]
    [DataRow("input 4", "last layer must be a dense layer")]
    [DataRow("input 4, dense 3, relu", "last layer must be a dense layer")]
    [DataRow("input 28x28x1, dense 3", "Layer 1 ('dense 3') does not fit: a dense layer needs a flat input, not 28x28x1; put 'flatten' before it")]
    [DataRow("input 2x2x2, relu, dense 3", "Layer 2 ('dense 3')")]
    [DataRow("input 9x9x1, conv 4 3x3, dense 3", "Layer 2 ('dense 3') does not fit: a dense layer needs a flat input, not 7x7x4; put 'flatten' before it.")]
    [DataRow("input 5x9x1, relu, conv 4 6x3, flatten, dense 3", "Layer 2 ('conv 4 6x3') does not fit: a kernel of 6x3 is larger than its input of 5x9.")]
    [DataRow("input 9x5x1, conv 4 3x6 stride 2, flatten, dense 3", "Layer 1 ('conv 4 3x6 stride 2') does not fit: a kernel of 3x6 is larger than its input of 9x5.")]
    [DataRow("input 9x9x1, maxpool 2, maxpool 5, flatten, dense 3", "Layer 2 ('maxpool 5') does not fit: a window of 5x5 is larger than its input of 4x4.")]
    [DataRow("input 9x2x1, avgpool 3 stride 1, flatten, dense 3", "Layer 1 ('avgpool 3 stride 1') does not fit: a window of 3x3 is larger than its input of 9x2.")]
    [DataRow("input 9x9x1, conv 100000 3x3, conv 99999 9x9 same, flatten, dense 3", "Layer 2 ('conv 99999 9x9 same')")]
    [DataRow("input 40000x40000x1, conv 9 3x3 same, flatten, dense 3", "Layer 1 ('conv 9 3x3 same')")]
    [DataRow("input 9x9x1, conv 9 3x3", "last layer must be a dense layer")]
    [DataRow("input 100000x100000x1, flatten, dense 3", "100000x100000x1")]
    [DataRow("input 100000, dense 50000, relu, dense 3", "Layer 1 ('dense 50000')")]
    [DataRow("input 2147483591, dense 1", "a sample has at most 2147483590 values")]
    [DataRow("input 1, dense 2147483591", "a layer has at most 2147483590")]
    public void LayersThatDoNotFit_AreNamed(string text, string reason)
    {
        var problem = Assert.ThrowsExactly<FormatException>(() => NetworkArchitecture.Parse(text));
        StringAssert.Contains(problem.Message, reason);
        StringAssert.Contains(problem.Message, text);
    }

    [TestMethod]
    public void Find_TakesNamesAndTexts()
    {
        Assert.AreEqual(Architectures.LeNet300100(), Architectures.Find("lenet-300-100"));
        Assert.AreEqual(Architectures.LeNet5Caffe(), Architectures.Find("lenet-5-caffe"));
        Assert.AreEqual(Architectures.Conv4(), Architectures.Find("conv-4"));
        Assert.AreEqual(NetworkArchitecture.Parse("input 4, dense 3"), Architectures.Find("input 4, dense 3"));
        CollectionAssert.Contains(Architectures.Names.ToArray(), "lenet-300-100");
        var problem = Assert.ThrowsExactly<FormatException>(() => Architectures.Find("lenet-301"));
        StringAssert.Contains(problem.Message, "'lenet-301'");
        StringAssert.Contains(problem.Message, "lenet-300-100");
    }

    [TestMethod]
    public void BadSizes_AreRefused()
    {
        Assert.AreEqual("filters", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Conv2DLayer(0, 1, 1)).ParamName);
        Assert.AreEqual("kernelHeight", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Conv2DLayer(1, 0, 1)).ParamName);
        Assert.AreEqual("kernelWidth", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Conv2DLayer(1, 1, 0)).ParamName);
        Assert.AreEqual("stride", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Conv2DLayer(1, 1, 1, 0)).ParamName);
        Assert.AreEqual("padding", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Conv2DLayer(1, 1, 1, 1, (ConvolutionPadding)2)).ParamName);
        Assert.AreEqual("size", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MaxPoolLayer(0)).ParamName);
        Assert.AreEqual("stride", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new AveragePoolLayer(1, 0)).ParamName);
        foreach (var rate in new[] { -0.1, 1, double.NaN })
        {
            Assert.AreEqual(rate, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DropoutLayer(rate)).ActualValue);
        }

        Assert.AreEqual(0, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DenseLayer(0)).ActualValue);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new NetworkArchitecture(new TensorShape(1, 0, 4), [new DenseLayer(1)])).Message, "0x4x1");
        Assert.ThrowsExactly<ArgumentException>(() => new NetworkArchitecture(TensorShape.Flat(4), []));
        var layers = Assert.ThrowsExactly<ArgumentException>(() => new NetworkArchitecture(TensorShape.Flat(4), [new ReluLayer(), null!, new DenseLayer(1)]));
        StringAssert.Contains(layers.Message, "Layer 2 is null");
        Assert.AreEqual("layers", layers.ParamName);
        Assert.ThrowsExactly<ArgumentNullException>(() => NetworkArchitecture.Parse(null!));
    }

    private static string Counts(NetworkArchitecture network) => string.Join(", ", network.WeightLayers.Select(layer => $"{layer.Name} {layer.Count}"));
}
