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
        Assert.AreEqual("fc1 235200, fc2 30000, fc3 1000", string.Join(", ", network.WeightLayers.Select(layer => $"{layer.Name} {layer.Count}")));
        Assert.AreEqual(10, network.OutputCount);
        Assert.AreEqual(new TensorShape(1, 28, 28), network.Input);
        Assert.AreEqual("input 28x28x1, flatten, dense 300, relu, dense 100, relu, dense 10", network.ToString());
        Assert.AreEqual(2, Architectures.LeNet300100(2).OutputCount);
    }

    [TestMethod]
    [DataRow("input 28x28x1, flatten, dense 300, relu, dense 100, relu, dense 10")]
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
    public void Text_MayHaveAnySpaces()
    {
        Assert.AreEqual(
            NetworkArchitecture.Parse("input 4, dense 3, relu, dense 2"), NetworkArchitecture.Parse("  input   4,dense\t3 ,relu,\n dense 2 "));
        Assert.AreNotEqual(NetworkArchitecture.Parse("input 4, dense 3"), NetworkArchitecture.Parse("input 4, dense 2"));
    }

    [TestMethod]
    public void Builder_WritesTheSame()
    {
        Assert.AreEqual(
            Architectures.LeNet300100(), new NetworkArchitectureBuilder(28, 28, 1).Flatten().Dense(300).Relu().Dense(100).Relu().Dense(10).Build());
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
    [DataRow("input 4, denes 3", "'denes 3' at character 8", "the kinds are dense, flatten, relu")]
    [DataRow("input 4, Dense 3", "'Dense 3' at character 8", "no kind of layer")]
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
    [DataRow("input 100000x100000x1, flatten, dense 3", "100000x100000x1")]
    [DataRow("input 100000, dense 50000, relu, dense 3", "Layer 1 ('dense 50000')")]
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
        Assert.AreEqual(NetworkArchitecture.Parse("input 4, dense 3"), Architectures.Find("input 4, dense 3"));
        CollectionAssert.Contains(Architectures.Names.ToArray(), "lenet-300-100");
        var problem = Assert.ThrowsExactly<FormatException>(() => Architectures.Find("lenet-301"));
        StringAssert.Contains(problem.Message, "'lenet-301'");
        StringAssert.Contains(problem.Message, "lenet-300-100");
    }

    [TestMethod]
    public void BadSizes_AreRefused()
    {
        Assert.AreEqual(0, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DenseLayer(0)).ActualValue);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new NetworkArchitecture(new TensorShape(1, 0, 4), [new DenseLayer(1)])).Message, "0x4x1");
        Assert.ThrowsExactly<ArgumentException>(() => new NetworkArchitecture(TensorShape.Flat(4), []));
        Assert.ThrowsExactly<ArgumentNullException>(() => NetworkArchitecture.Parse(null!));
    }
}
