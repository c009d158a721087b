using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Core.Tests.Tangents;

/// <summary>Derivatives along a direction of the weights; those of dense layers are checked against the oracle by GraSP's tests.</summary>
[TestClass]
public sealed class DirectionalPassTests
{
    private const string Text = "input 7x6x2, conv 4 3x2, relu, maxpool 2 stride 1, conv 3 2x2 same, relu, avgpool 2, flatten, dense 5, relu, dense 3";
    private const int Capacity = 9;
    private const int Samples = 7;

    [TestMethod]
    public void PrunedLayers_AreDenseOnesThatDoNotMoveAtPrunedPlaces()
    {
        var sparse = NetworkCase.Pruned(NetworkCase.Dense(Text, seed: 4), 0.5, seed: 5);
        LayerWeights[] dense = [.. sparse.Layers.Select(layer => LayerWeights.Dense(layer.Shape, layer.ToDense(), layer.Bias))];
        var random = new RandomStream(6, "test direction");
        float[][] direction = [.. sparse.Layers.Select(layer => NetworkCase.Normal(random, layer.KeptCount, 1))];
        float[][] spread = [.. sparse.Layers.Select((layer, index) => LayerWeights.Pruned(layer.Shape, layer.Mask!, direction[index], layer.Bias).ToDense())];

        var (tangents, products) = Compute(sparse.Layers, direction);
        var (expectedTangents, expectedProducts) = Compute(dense, spread);

        AssertClose(expectedTangents, tangents);
        for (var layer = 0; layer < products.Length; layer++)
            AssertClose([.. sparse.Layers[layer].Mask!.KeptIndices().Select(index => expectedProducts[layer][index])], products[layer]);
    }

    /// <summary>Without biases the network is linear once its gates are chosen: along its own weights, the logits move by themselves once a layer.</summary>
    [TestMethod]
    public void AlongItsOwnWeights_TheNetworkIsHomogeneous()
    {
        var layers = Unbiased();
        using var pass = Forward(layers);

        pass.ComputeTangents([.. layers.Select(layer => layer.Values)]);

        AssertClose([.. pass.Logits[..(3 * Samples)].Select(logit => layers.Length * logit)], pass.LogitTangents[..(3 * Samples)]);
    }

    /// <summary>The gates are the samples', whatever is sent through them.</summary>
    [TestMethod]
    public void Transmit_IsLinearInWhatIsSent()
    {
        var layers = Unbiased();
        using var pass = Forward(layers);

        var once = pass.Transmit(layers, pass.Input);
        var reversed = pass.Transmit(layers, Array.ConvertAll(pass.Input, value => -2 * value));

        Assert.HasCount(3 * Samples, once);
        AssertClose(pass.Logits[..(3 * Samples)], once);
        AssertClose([.. once.Select(value => -2 * value)], reversed);
    }

    [TestMethod]
    public void Transmit_LeavesBiasesOut()
    {
        var layers = NetworkCase.Dense(Text, seed: 4).Layers;
        using var pass = Forward(layers);

        var sent = pass.Transmit(layers, new float[pass.Input.Length]);

        Assert.IsTrue(sent.All(value => value == 0));
    }

    private static LayerWeights[] Unbiased()
        => [.. NetworkCase.Dense(Text, seed: 4).Layers.Select(layer => LayerWeights.Dense(layer.Shape, layer.Values, new float[layer.Bias.Length]))];

    /// <summary>A pass after a batch that does not fill it.</summary>
    private static ManagedPass Forward(IReadOnlyList<LayerWeights> layers)
    {
        var architecture = NetworkArchitecture.Parse(Text);
        var pass = new ManagedPass(WorkerTeam.Caller, architecture, layers, new NetworkPassOptions(Capacity, null, KernelPairing.Halves, WithGradient: true), isWhole: true);
        NetworkCase.Normal(new RandomStream(7, "test samples"), architecture.Input.Size * Samples, 1).CopyTo(pass.Input, 0);
        pass.Forward(Samples, []);
        return pass;
    }

    private static (float[] Tangents, float[][] Products) Compute(IReadOnlyList<LayerWeights> layers, float[][] direction)
    {
        using var pass = Forward(layers);
        pass.ComputeTangents(direction);
        float[][] products = [.. layers.Select(layer => new float[layer.KeptCount])];
        pass.AddGradientTangents(pass.Logits, pass.LogitTangents, products);
        return (pass.LogitTangents[..(3 * Samples)], products);
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        var error = GradientError.Of(Array.ConvertAll(expected, value => (double)value), Array.ConvertAll(actual, value => (double)value));
        Assert.IsLessThan(1e-5, error.OfLargest);
    }
}
