using Ntt.Compute;
using Ntt.Core.Tests.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Core.Tests.Networks;

/// <summary>Networks without their silent filters, against the same ones with them.</summary>
[TestClass]
public sealed class LiveFiltersTests
{
    private const string Text
        = "input 9x8x2, conv 7 3x3, relu, conv 6 2x2 same, relu, maxpool 2, dropout 0.4, conv 5 2x2, relu, conv 4 1x1, flatten, dense 5, relu, dense 3";

    private const int Samples = 16;

    [TestMethod]
    public void SilentFilters_AreLeftOut_AndWhatReadsThemAlone()
    {
        var network = Silenced();
        var live = LiveFilters.Of(network.Architecture, network.Layers)!;

        // Of the second convolution filter 3 reads but what is silent.
        Assert.AreEqual(
            NetworkArchitecture.Parse(Text.Replace("conv 7", "conv 4", StringComparison.Ordinal).Replace("conv 6", "conv 5", StringComparison.Ordinal)), live.Architecture);
        CollectionAssert.AreEqual(new[] { 0, 2, 5, 6 }, live.Channels(0));
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 4, 5 }, live.Channels(1));
        Assert.IsNull(live.Channels(2));
        Assert.IsLessThan(network.Layers[1].KeptCount, live.Layers[1].KeptCount);
        Assert.AreSame(network.Layers[^1], live.Layers[^1]);
    }

    [TestMethod]
    [DataRow("input 9x8x2, conv 7 3x3, conv 6 2x2, relu, flatten, dense 3")]
    [DataRow("input 9x8x2, conv 7 3x3, relu, flatten, dense 5, relu, dense 3")]
    public void FiltersThatAreNotRectified_OrThatNoConvolutionReads_AreNeverLeftOut(string text)
    {
        var dense = NetworkCase.Dense(text, seed: 1);
        var network = NetworkCase.Pruned(dense, (layer, index) => layer > 0 || index % 3 == 0);
        Array.Fill(network.Layers[0].Bias, -1);
        Assert.IsNull(LiveFilters.Of(dense.Architecture, dense.Layers));
        Assert.IsNull(LiveFilters.Of(network.Architecture, [NetworkCase.Pruned(dense, (_, index) => index > 30).Layers[0], .. network.Layers.Skip(1)]));
    }

    [TestMethod]
    public void ALayerOfSilentFilters_KeepsOne()
    {
        var network = NetworkCase.Pruned(NetworkCase.Dense(Text, seed: 1), (layer, _) => layer > 0);
        Array.Clear(network.Layers[0].Bias);
        AssertSame(network, KernelScope.RetainedWeights);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(KernelScope.RetainedWeights)]
    [DataRow(KernelScope.AllWeights)]
    public void LogitsKernelsAndGradients_AreThoseOfTheWholeNetwork(KernelScope? scope) => AssertSame(Silenced(), scope);

    [TestMethod]
    [DataRow(null)]
    [DataRow(KernelScope.RetainedWeights)]
    public void AFilterThatIsHeardAgain_TakesPartAgain(KernelScope? scope)
    {
        var network = Silenced();
        using var pass = Pass(network, scope);
        Fill(pass, network);
        pass.Forward(Samples, []);

        // The input stays where it was filled.
        network.Layers[0].Bias[3] = 0.5f;
        network.Layers[1].Values[0] += 0.25f;
        AssertSame(network, scope, pass);
        var other = NetworkCase.Pruned(NetworkCase.Dense(Text, seed: 3), 0.5, seed: 4);
        pass.UseWeights(other.Layers);
        AssertSame(other, scope, pass);
        pass.UseWeights(network.Layers);
        network.Layers[0].Bias[3] = 0;
        AssertSame(network, scope, pass);
    }

    [TestMethod]
    public void Scoring_FollowsTheNumbers()
    {
        var network = Silenced();
        var samples = NetworkCase.Samples(network.Architecture, 33, seed: 5);
        foreach (var bias in new[] { 0f, 0.5f, -1f })
        {
            network.Layers[0].Bias[1] = bias;
            float[] logits = new float[33 * 3], fresh = new float[33 * 3];
            network.ComputeLogits(samples, logits);
            network.Clone().ComputeLogits(samples, fresh);
            CollectionAssert.AreEqual(fresh, logits);
        }
    }

    [TestMethod]
    public void Dropout_ChoosesWhateverIsSilent()
    {
        var network = Silenced();
        var whole = new NetworkPass(network, Samples);
        whole.UseDropout(new RandomStream(6, "dropout"));
        var asked = new NetworkPassOptions(Samples, Scope: null, KernelPairing.Halves, WithGradient: true);
        using var pass = new ManagedPass(WorkerTeam.Caller, network.Architecture, network.Layers, asked, new RandomStream(6, "dropout"));
        Fill(pass, network);
        pass.Input.CopyTo(whole.Input, 0);
        pass.Forward(Samples, []);
        whole.Forward(WorkerTeam.Caller, Samples);
        Near.AreEqual(Doubles(whole.Logits), pass.Logits, 1e-5, "logits");
    }

    private static Network Silenced()
    {
        int[] silent = [1, 3, 4];
        var network = NetworkCase.Pruned(NetworkCase.Dense(Text, seed: 1), (layer, index) => layer switch
        {
            0 => !silent.Contains(index / 18) && index % 4 == 0,
            1 when index / 28 == 3 => silent.Contains(index % 28 / 4),
            _ => index % 3 != 0,
        });
        foreach (var filter in silent)
        {
            network.Layers[0].Bias[filter] = filter == 3 ? 0 : -0.1f;
        }

        network.Layers[1].Bias[3] = -0.2f;
        return network;
    }

    private static ManagedPass Pass(Network network, KernelScope? scope) => new(
        WorkerTeam.Caller, network.Architecture, network.Layers, new NetworkPassOptions(Samples, scope, KernelPairing.Halves, WithGradient: true));

    private static void Fill(ManagedPass pass, Network network)
        => network.Normalization.GatherAll(
            WorkerTeam.Caller, NetworkCase.Samples(network.Architecture, Samples, seed: 5), network.Architecture.Input.Size, pass.Input);

    private static void AssertSame(Network network, KernelScope? scope, ManagedPass? used = null)
    {
        var whole = new NetworkPass(network, Samples);
        using var pass = used is null ? Pass(network, scope) : null;
        var tested = used ?? pass!;
        if (used is null)
        {
            Fill(tested, network);
        }

        tested.Input.CopyTo(whole.Input, 0);
        tested.Forward(Samples, []);
        whole.Forward(WorkerTeam.Caller, Samples);
        Near.AreEqual(Doubles(whole.Logits), tested.Logits, 1e-5, "logits");

        var random = new RandomStream(7, "test");
        var logitsBar = NetworkCase.Normal(random, whole.Logits.Length, 1);
        float[][] weights = Zeros(layer => layer.Values), biases = Zeros(layer => layer.Bias);
        float[][] wholeWeights = Zeros(layer => layer.Values), wholeBiases = Zeros(layer => layer.Bias);
        if (scope is null)
        {
            var bars = whole.NewBoundaries(Samples, 1);
            logitsBar.CopyTo(bars[^1], 0);
            whole.AccumulateGradients(WorkerTeam.Caller, bars, wholeWeights, wholeBiases);
            tested.AddGradients(logitsBar, [], weights, biases);
        }
        else
        {
            var tangents = new TangentPass(whole, new KernelGeometry(Samples, 3, KernelPairing.Halves), scope.Value, withGradient: true);
            tangents.ComputeKernel(WorkerTeam.Caller);
            tested.ComputeKernel();
            Near.AreEqual(Doubles(tangents.Kernel), tested.Kernel, 1e-4, "kernel");
            var kernelBar = NetworkCase.Normal(random, tangents.Kernel.Length, 1);
            tangents.Backward(WorkerTeam.Caller, new KernelDerivative(tangents.Geometry, kernelBar), logitsBar, wholeWeights, wholeBiases);
            tested.AddGradients(logitsBar, kernelBar, weights, biases);
        }

        for (var layer = 0; layer < weights.Length; layer++)
        {
            Near.AreEqual(Doubles(wholeWeights[layer]), weights[layer], 1e-4, $"weights of layer {layer}");
            Near.AreEqual(Doubles(wholeBiases[layer]), biases[layer], 1e-4, $"biases of layer {layer}");
        }

        float[][] Zeros(Func<LayerWeights, float[]> numbers) => [.. network.Layers.Select(layer => Enumerable.Repeat(0.5f, numbers(layer).Length).ToArray())];
    }

    private static double[] Doubles(float[] values) => [.. values.Select(value => (double)value)];
}
