using Ntt.Networks;
using Ntt.Tangents;
using static TorchSharp.torch;

namespace Ntt.Torch.Tests;

/// <summary>Derivatives along a direction of the weights, against torch's own differentiation.</summary>
[TestClass]
public sealed class DirectionTests
{
    private const int Samples = 5;

    [TestMethod]
    [DataRow(SmallNetworks.Dense)]
    [DataRow(SmallNetworks.Convolutional)]
    [DataRow(SmallNetworks.Strided)]
    [DataRow(SmallNetworks.Signal)]
    public void HessianProduct_IsThatOfDifferentiation(string text)
    {
        var network = SmallNetworks.Create(text);
        var random = new Random(11);
        float[][] direction = [.. network.Layers.Select(layer => layer.Values.Select(_ => (float)random.NextDouble() - 0.5f).ToArray())];
        using var pass = Forward(network, out var raw);

        pass.ComputeTangents(direction);
        float[][] products = [.. network.Layers.Select(layer => new float[layer.KeptCount])];
        pass.AddGradientTangents(pass.Logits, pass.LogitTangents, products);

        // Of the loss |logits|² / 2, whose derivative by the logits are the logits.
        using var scope = NewDisposeScope();
        using var module = network.ToTorchModule();
        module.eval();
        Tensor[] weights = [.. module.named_parameters().Where(parameter => parameter.name.EndsWith("weight", StringComparison.Ordinal)).Select(parameter => parameter.parameter)];
        Tensor[] along = [.. network.Layers.Select((layer, index) => tensor(Dense(layer, direction[index]), weights[index].shape))];
        var logits = module.call(tensor(raw, Samples, network.Architecture.Input.Size));
        var gradient = autograd.grad([logits.square().sum() / 2], weights, retain_graph: true, create_graph: true);
        var slope = Slope(gradient, along);
        var hessian = autograd.grad([slope], weights, retain_graph: true);
        for (var layer = 0; layer < products.Length; layer++)
        {
            var dense = hessian[layer].data<float>().ToArray();
            var kept = network.Layers[layer].Mask?.KeptIndices() ?? [.. Enumerable.Range(0, dense.Length)];
            Differ.ByAtMost(1e-5, [.. kept.Select(index => dense[index])], products[layer]);
        }

        var outputs = network.Architecture.OutputCount;
        var moved = new float[outputs * Samples];
        for (var output = 0; output < outputs; output++)
            for (var sample = 0; sample < Samples; sample++)
                moved[(output * Samples) + sample] = Slope(autograd.grad([logits[sample, output]], weights, retain_graph: true), along).item<float>();
        Differ.ByAtMost(1e-5, moved, pass.LogitTangents);
    }

    /// <summary>Without biases the network is linear once its gates are chosen, and these are the samples', whatever is sent through them.</summary>
    [TestMethod]
    [DataRow(SmallNetworks.Dense)]
    [DataRow(SmallNetworks.Convolutional)]
    [DataRow(SmallNetworks.Strided)]
    [DataRow(SmallNetworks.Signal)]
    public void Transmit_IsLinearInWhatIsSent(string text)
    {
        var network = SmallNetworks.Create(text);
        LayerWeights[] layers = [.. network.Layers.Select(layer => layer.Mask is { } mask
            ? LayerWeights.Pruned(layer.Shape, mask, layer.Values, new float[layer.Bias.Length])
            : LayerWeights.Dense(layer.Shape, layer.Values, new float[layer.Bias.Length]))];
        using var pass = Forward(network.With(layers, network.Metadata), out _);

        Differ.ByAtMost(1e-5, pass.Logits, pass.Transmit(layers, pass.Input));
        Differ.ByAtMost(1e-5, [.. pass.Logits.Select(logit => -2 * logit)], pass.Transmit(network.Layers, Array.ConvertAll(pass.Input, value => -2 * value)));
    }

    [TestMethod]
    public void NothingIsLeftBehind()
    {
        var network = SmallNetworks.Create(SmallNetworks.Convolutional);
        var before = Tensor.TotalCount;
        using (var pass = Forward(network, out _))
        {
            for (var round = 0; round < 3; round++)
            {
                pass.ComputeTangents([.. network.Layers.Select(layer => layer.Values)]);
                pass.AddGradientTangents(pass.Logits, pass.LogitTangents, [.. network.Layers.Select(layer => new float[layer.KeptCount])]);
                pass.Transmit(network.Layers, pass.Input);
            }

            Assert.IsGreaterThan(before, Tensor.TotalCount);
        }

        Assert.AreEqual(before, Tensor.TotalCount);
    }

    /// <param name="network">Mean and scale are applied here, as a batch's gathering does.</param>
    /// <param name="raw">[samples × features].</param>
    private static INetworkPass Forward(Network network, out float[] raw)
    {
        var pass = new TorchEngine(CPU).CreatePass(
            network.Architecture, network.Layers, new NetworkPassOptions(Samples, Scope: null, KernelPairing.Halves, WithGradient: true));
        raw = SmallNetworks.Samples(network, Samples);
        var features = network.Architecture.Input.Size;
        var plane = features / network.Architecture.Input.Channels;
        for (var feature = 0; feature < features; feature++)
            for (var sample = 0; sample < Samples; sample++)
                pass.Input[(feature * Samples) + sample] = (raw[(sample * features) + feature] - network.Normalization.Mean[feature / plane]) * network.Normalization.Scale[feature / plane];
        pass.Forward(Samples, []);
        return pass;
    }

    private static float[] Dense(LayerWeights layer, float[] kept)
        => layer.Mask is { } mask ? LayerWeights.Pruned(layer.Shape, mask, kept, layer.Bias).ToDense() : kept;

    private static Tensor Slope(IEnumerable<Tensor> gradient, Tensor[] along)
        => gradient.Zip(along, (slope, direction) => (slope * direction).sum()).Aggregate((one, other) => one + other);
}
