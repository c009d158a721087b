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
}
