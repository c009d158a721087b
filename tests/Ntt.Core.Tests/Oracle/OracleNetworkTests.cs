using Ntt.Networks;

namespace Ntt.Core.Tests.Oracle;

/// <summary>The oracle's reverse loops against differences of its forward loops: nothing else may be trusted before.</summary>
[TestClass]
public sealed class OracleNetworkTests
{
    [TestMethod]
    [DataRow("input 6, dense 3")]
    [DataRow("input 7, dense 5, relu, dense 4, relu, dense 3")]
    [DataRow("input 2x3x2, flatten, dense 5, dense 4, relu, dense 3")]
    [DataRow("input 7x6x2, conv 3 3x2, relu, maxpool 2, flatten, dense 3")]
    [DataRow("input 7x6x2, conv 3 3x2 stride 2 same, conv 2 2x3 same, relu, avgpool 2 stride 1, flatten, dropout 0.5, dense 3")]
    [DataRow("input 6x7x1, conv 2 2x3 stride 2, maxpool 2 stride 1, flatten, dense 3")]
    public void Jacobian_IsTheLimitOfDifferences(string text)
    {
        var network = NetworkCase.Dense(text, seed: 3);
        var oracle = new OracleNetwork(network.Architecture);
        var parameters = OracleNetwork.Parameters(network.Layers);
        Assert.HasCount(oracle.ParameterCount, parameters);
        Assert.AreEqual(network.Architecture.ParameterCount, oracle.ParameterCount);
        foreach (var x in NetworkCase.Standardized(network, NetworkCase.Samples(network.Architecture, 3, seed: 4)))
        {
            var reverse = oracle.Jacobian(parameters, x).SelectMany(row => row).ToArray();
            var differences = oracle.JacobianByDifferences(parameters, x).SelectMany(row => row).ToArray();
            var largest = differences.Max(Math.Abs);
            Assert.IsGreaterThan(0.1, largest);
            for (var index = 0; index < reverse.Length; index++)
            {
                Assert.AreEqual(differences[index], reverse[index], 1e-8 * largest);
            }
        }
    }

    [TestMethod]
    public void Dense_AddsBiasAndWeightedInputs()
    {
        var oracle = new OracleNetwork(NetworkArchitecture.Parse("input 2, dense 2"));
        CollectionAssert.AreEqual(new double[] { (1 * 10) + (2 * 20) + 5, (3 * 10) + (4 * 20) + 6 }, oracle.Logits([1, 2, 3, 4, 5, 6], [10, 20]));
    }

    [TestMethod]
    public void Convolution_SlidesOverTheImage_AndPadsLessBeforeThanBehind()
    {
        double[] image = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        CollectionAssert.AreEqual(new double[] { 5421, 6532, 8754, 9865 }, Convolve("conv 1 2x2", 4, [1, 10, 100, 1000], image));
        CollectionAssert.AreEqual(
            new double[] { 5421, 6532, 603, 8754, 9865, 906, 87, 98, 9 }, Convolve("conv 1 2x2 same", 9, [1, 10, 100, 1000], image));
        CollectionAssert.AreEqual(new double[] { 21, 3, 87, 9 }, Convolve("conv 1 1x2 stride 2 same", 4, [1, 10], image));
        CollectionAssert.AreEqual(new double[] { 210, 321, 32, 540, 654, 65, 870, 987, 98 }, Convolve("conv 1 1x3 same", 9, [1, 10, 100], image));
        CollectionAssert.AreEqual(new double[] { 321 + 6540 }, Convolve("conv 1 2x3 stride 2", 1, [1, 10, 100, 10, 100, 1000], image));
    }

    [TestMethod]
    public void Filters_SumOverChannels_AndHaveBiases()
    {
        // Two channels of 1 x 2, two filters of 1 x 1: weights [filter, channel], then biases.
        var layer = OracleLayer.Create(new Conv2DLayer(2, 1, 1), new TensorShape(2, 1, 2));
        CollectionAssert.AreEqual(new double[] { 31.5, 42.5, 310.25, 420.25 }, layer.Forward([1, 2, 3, 4], [1, 10, 10, 100], [0.5, 0.25]));
    }

    [TestMethod]
    public void Pools_TakeWindows_AndTheFirstOfEqualsWins()
    {
        var shape = new TensorShape(1, 3, 3);
        double[] image = [1, 5, 5, 2, 5, 0, 4, 4, 4];
        var pool = OracleLayer.Create(new MaxPoolLayer(2, 1), shape);
        CollectionAssert.AreEqual(new double[] { 5, 5, 5, 5 }, pool.Forward(image, [], []));
        CollectionAssert.AreEqual(new double[] { 0, 3, 0, 0, 12, 0, 0, 0, 0 }, pool.Reverse(image, [1, 2, 4, 8], [], [], []));
        CollectionAssert.AreEqual(new double[] { 5 }, OracleLayer.Create(new MaxPoolLayer(2), shape).Forward(image, [], []));

        var mean = OracleLayer.Create(new AveragePoolLayer(2, 1), shape);
        CollectionAssert.AreEqual(new double[] { 13 / 4.0, 15 / 4.0, 15 / 4.0, 13 / 4.0 }, mean.Forward(image, [], []));
        CollectionAssert.AreEqual(new double[] { 1, 3, 2, 5, 15, 10, 4, 12, 8 }, mean.Reverse(image, [4, 8, 16, 32], [], [], []));
    }

    private static double[] Convolve(string layer, int places, double[] kernel, double[] image)
    {
        var architecture = NetworkArchitecture.Parse($"input 3x3x1, {layer}, flatten, dense 1");
        Assert.AreEqual(places, architecture.Shapes[1].Size);
        return OracleLayer.Create(architecture.Layers[0], architecture.Input).Forward(image, kernel, [0]);
    }
}
