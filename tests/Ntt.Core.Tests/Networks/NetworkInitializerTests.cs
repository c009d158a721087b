using Ntt.Networks;

namespace Ntt.Core.Tests.Networks;

[TestClass]
public sealed class NetworkInitializerTests
{
    private const double TruncatedDeviation = 0.87962566103423978;

    [TestMethod]
    public void Weights_AreGlorotTruncatedNormal()
    {
        var convolutions = NetworkInitializer.GlorotTruncatedNormal(
            NetworkArchitecture.Parse("input 8x8x20, conv 30 3x5, relu, conv 10 3x3 stride 2 same, flatten, dense 30"), InputNormalization.Identity(20), 1);
        Assert.AreEqual(new WeightShape("conv1", 30, 300, 300, 450, 24, 3, 5), convolutions.Layers[0].Shape);
        Assert.AreEqual(new WeightShape("conv2", 10, 270, 270, 90, 6, 3, 3), convolutions.Layers[1].Shape);
        foreach (var layer in Initial(seed: 1).Layers.Concat(convolutions.Layers))
        {
            var sigma = Math.Sqrt(2.0 / (layer.Shape.FanIn + layer.Shape.FanOut));
            var scaled = layer.Values.Select(weight => weight / sigma).ToArray();
            var count = (double)scaled.Length;
            Assert.IsNull(layer.Mask);
            Assert.AreEqual(0, scaled.Average(), 4 / Math.Sqrt(count), layer.Shape.Name);
            Assert.AreEqual(1, scaled.Average(value => value * value), 4 * 0.9 / Math.Sqrt(count), layer.Shape.Name);

            // Cut off at two deviations of the untruncated normal, and filled up to there.
            var limit = 2 / TruncatedDeviation;
            Assert.IsLessThanOrEqualTo(limit * (1 + 1e-6), scaled.Max(Math.Abs));
            Assert.IsGreaterThan(limit * (1 - (30 / count)), scaled.Max(Math.Abs), layer.Shape.Name);

            // A fraction 0.7153 of a truncated normal lies within one deviation of the untruncated one: tells it from a uniform one (0.5).
            var inside = scaled.Count(value => Math.Abs(value) < 1 / TruncatedDeviation) / count;
            Assert.AreEqual(0.71527, inside, 4 * 0.46 / Math.Sqrt(count), layer.Shape.Name);
        }
    }

    [TestMethod]
    public void Biases_AreNormalWithDeviationOneHundredth()
    {
        var biases = Enumerable.Range(0, 20).SelectMany(seed => Initial(seed).Layers.SelectMany(layer => layer.Bias)).Select(bias => bias / 0.01).ToArray();
        var count = (double)biases.Length;
        Assert.AreEqual(0, biases.Average(), 4 / Math.Sqrt(count));
        Assert.AreEqual(1, biases.Average(value => value * value), 4 * Math.Sqrt(2 / count));
        Assert.IsGreaterThan(2.5, biases.Max(Math.Abs));
    }

    [TestMethod]
    public void ASeed_GivesTheSameNetwork_AndAnotherOneAnother()
    {
        var (one, again, other) = (Initial(1), Initial(1), Initial(2));
        for (var layer = 0; layer < one.Layers.Count; layer++)
        {
            CollectionAssert.AreEqual(one.Layers[layer].Values, again.Layers[layer].Values);
            CollectionAssert.AreEqual(one.Layers[layer].Bias, again.Layers[layer].Bias);
            Assert.IsLessThan(4, Math.Abs(StandardizedCorrelation(one.Layers[layer].Values, other.Layers[layer].Values)), "seeds 1 and 2");
            CollectionAssert.AreNotEqual(one.Layers[layer].Bias, other.Layers[layer].Bias);
        }
    }

    [TestMethod]
    public void Layers_AreIndependentOfEachOther()
    {
        var twins = NetworkInitializer.GlorotTruncatedNormal(
            NetworkArchitecture.Parse("input 50, dense 50, relu, dense 50, relu, dense 3"), InputNormalization.Identity(1), 1);
        Assert.IsLessThan(4, Math.Abs(StandardizedCorrelation(twins.Layers[0].Values, twins.Layers[1].Values)));

        // A layer's numbers depend on its name and sizes, not on what stands before it.
        var longer = NetworkInitializer.GlorotTruncatedNormal(
            NetworkArchitecture.Parse("input 50, dense 50, relu, dense 50, relu, dense 9"), InputNormalization.Identity(1), 1);
        CollectionAssert.AreEqual(twins.Layers[1].Values, longer.Layers[1].Values);
    }

    private static Network Initial(int seed)
        => NetworkInitializer.GlorotTruncatedNormal(
            NetworkArchitecture.Parse("input 80, dense 60, relu, dense 41, relu, dense 30"), InputNormalization.Identity(1), seed);

    /// <summary>The correlation in units of its deviation for independent numbers.</summary>
    private static double StandardizedCorrelation(float[] one, float[] two)
    {
        double product = 0, first = 0, second = 0;
        for (var index = 0; index < one.Length; index++)
        {
            product += (double)one[index] * two[index];
            first += (double)one[index] * one[index];
            second += (double)two[index] * two[index];
        }

        return product / Math.Sqrt(first * second) * Math.Sqrt(one.Length);
    }
}
