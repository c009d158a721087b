using System.Runtime.InteropServices;
using Ntt.Networks;
using Ntt.Tangents;
using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>
/// One network at work on a device, with its tangent kernel and the gradient of any loss of kernel and logits by the closed form: one sweep of
/// cotangents (one a sample and output), one of tangents with the direction that the kernel's derivative gives to each, one reverse sweep of a
/// single adjoint a sample. Nothing is differentiated twice, nor by torch.
/// </summary>
internal sealed class TorchPass : INetworkPass
{
    private readonly Device _device;
    private readonly NetworkArchitecture _architecture;
    private readonly NetworkPassOptions _options;
    private readonly TorchStep[] _steps;
    private readonly int[] _weightSteps;
    private readonly KernelRule[] _rules = [];
    private readonly List<Tensor> _cotangents = [];

    public TorchPass(TorchEngine engine, NetworkArchitecture architecture, IReadOnlyList<LayerWeights> layers, NetworkPassOptions options)
    {
        _device = engine.Device;
        _architecture = architecture;
        _options = options;
        _steps = CreateSteps(engine, architecture);
        _weightSteps = [.. Enumerable.Range(0, _steps.Length).Where(step => _steps[step] is TorchWeightStep)];
        Input = new float[architecture.Input.Size * options.Samples];
        Logits = new float[architecture.OutputCount * options.Samples];
        UseWeights(layers);
        if (options.Scope is { } scope)
        {
            var sides = KernelSides.Of(options.Samples, options.Pairing);
            Kernel = new float[architecture.OutputCount * sides.RowCount * architecture.OutputCount * sides.ColumnCount];
            _rules = [.. _weightSteps.Select(step => KernelRule.Create((TorchWeightStep)_steps[step], sides, scope, engine.ChunkBytes))];
        }
    }

    public float[] Input { get; }

    public float[] Logits { get; }

    public float[] Kernel { get; } = [];

    public void UseWeights(IReadOnlyList<LayerWeights> layers)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        for (var layer = 0; layer < _weightSteps.Length; layer++)
        {
            WeightStep(layer).UseWeights(layers[layer]);
        }
    }

    public void Forward(int samples, IReadOnlyList<float[]> dropout)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        Forget();
        var dropped = 0;
        var x = Upload(Input, samples, _architecture.Input);
        for (var step = 0; step < _steps.Length; step++)
        {
            if (_steps[step] is DropoutTorchStep layer)
            {
                layer.Use(dropout.Count == 0 ? null : Upload(dropout[dropped++], samples, _architecture.Shapes[step]));
            }

            x = _steps[step].Forward(x);
        }

        Download(x.t(), Logits);
    }

    public void ComputeKernel()
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        SweepCotangents();
        var outputs = _architecture.OutputCount;
        var sides = KernelSides.Of(_options.Samples, _options.Pairing);
        var kernel = zeros([sides.RowCount * outputs, sides.ColumnCount * outputs], device: _device);
        for (var layer = 0; layer < _rules.Length; layer++)
        {
            using var inner = NewDisposeScope();
            _rules[layer].AddKernel(_cotangents[layer], kernel);
        }

        // Here a row is (sample, output), for the caller it is (output, sample).
        Download(kernel.reshape(sides.RowCount, outputs, sides.ColumnCount, outputs).permute(1, 0, 3, 2), Kernel);
    }

    public void AddGradients(float[] logitsBar, float[] kernelBar, float[][] weightGradients, float[][] biasGradients)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var samples = WeightStep(0).Input.shape[0];
        var outputs = _architecture.OutputCount;
        var bar = tensor(logitsBar.AsMemory(0, (int)(outputs * samples)), [outputs, samples], device: _device).t().unsqueeze(1);
        var tangents = new Tensor?[_weightSteps.Length];
        var adjoints = new Tensor?[_weightSteps.Length];
        if (_rules.Length > 0)
        {
            SweepTangents(kernelBar, tangents, adjoints);
        }

        for (var layer = _weightSteps.Length - 1; layer >= 0; layer--)
        {
            var step = WeightStep(layer);
            var gradient = step.WeightGradient(bar, step.Input.unsqueeze(1));
            if (tangents[layer] is { } tangent)
            {
                gradient = gradient.add_(step.WeightGradient(_cotangents[layer], tangent));
            }

            var flat = gradient.flatten();
            Add(step.Kept is null ? flat : flat.index_select(0, step.Kept), weightGradients[layer]);
            Add(step.BiasGradient(bar), biasGradients[layer]);
            if (layer == 0)
            {
                break;
            }

            bar = step.Adjoint(bar);
            if (adjoints[layer] is { } adjoint)
            {
                bar = bar + adjoint;
            }

            for (var before = _weightSteps[layer] - 1; before > _weightSteps[layer - 1]; before--)
            {
                bar = _steps[before].Adjoint(bar);
            }
        }
    }

    public void Dispose()
    {
        Forget();
        foreach (var step in _steps)
        {
            step.Dispose();
        }
    }

    private static TorchStep[] CreateSteps(TorchEngine engine, NetworkArchitecture architecture)
    {
        var steps = new TorchStep[architecture.Layers.Count];
        var weighted = 0;
        for (var step = 0; step < steps.Length; step++)
        {
            var shape = architecture.Shapes[step];
            steps[step] = architecture.Layers[step] switch
            {
                DenseLayer => new DenseTorchStep(architecture.WeightLayers[weighted++], engine.Device),
                Conv2DLayer layer => new ConvolutionTorchStep(layer, shape, architecture.WeightLayers[weighted++], engine.Device, engine.ChunkBytes),
                ReluLayer => new ReluTorchStep(),
                MaxPoolLayer layer => new MaxPoolTorchStep(layer.Size, layer.Stride),
                AveragePoolLayer layer => new AveragePoolTorchStep(layer.Size, layer.Stride),
                DropoutLayer => new DropoutTorchStep(),
                FlattenLayer => new FlattenTorchStep(Shapes.Of(shape)),
                var other => throw new NotSupportedException($"Layer {step + 1} ('{other}') has no counterpart on a torch device."),
            };
        }

        return steps;
    }

    private TorchWeightStep WeightStep(int layer) => (TorchWeightStep)_steps[_weightSteps[layer]];

    /// <summary>Cotangents of the outputs at the end of every weighted layer, [samples, outputs, ...].</summary>
    private void SweepCotangents()
    {
        var outputs = _architecture.OutputCount;
        var g = eye(outputs, device: _device).unsqueeze(0).expand(_options.Samples, outputs, outputs).contiguous();
        var found = new Tensor[_weightSteps.Length];
        for (var layer = _weightSteps.Length - 1; layer >= 0; layer--)
        {
            found[layer] = g.DetachFromDisposeScope();
            for (var step = _weightSteps[layer]; layer > 0 && step > _weightSteps[layer - 1]; step--)
            {
                g = _steps[step].Adjoint(g);
            }
        }

        _cotangents.AddRange(found);
    }

    /// <summary>Tangents at the input of every weighted layer but the first, whose input does not move, and what the kernel adds to their adjoints.</summary>
    private void SweepTangents(float[] kernelBar, Tensor?[] tangents, Tensor?[] adjoints)
    {
        var outputs = _architecture.OutputCount;
        var sides = KernelSides.Of(_options.Samples, _options.Pairing);
        var m = tensor(kernelBar, [outputs, sides.RowCount, outputs, sides.ColumnCount], device: _device).permute(1, 0, 3, 2)
            .reshape(sides.RowCount * outputs, sides.ColumnCount * outputs);
        for (var layer = 0; layer < _weightSteps.Length; layer++)
        {
            var (zDot, xBar) = _rules[layer].Derivatives(_cotangents[layer], m, withTangent: layer + 1 < _weightSteps.Length, withAdjoint: layer > 0);
            adjoints[layer] = xBar?.unsqueeze(1);
            if (zDot is null)
            {
                break;
            }

            if (tangents[layer] is { } xDot)
            {
                zDot = zDot + WeightStep(layer).Tangent(xDot);
            }

            for (var step = _weightSteps[layer] + 1; step < _weightSteps[layer + 1]; step++)
            {
                zDot = _steps[step].Tangent(zDot);
            }

            tangents[layer + 1] = zDot;
        }
    }

    private Tensor Upload(float[] columns, int samples, TensorShape shape)
        => tensor(columns.AsMemory(0, shape.Size * samples), [shape.Size, samples], device: _device).t().reshape([samples, .. Shapes.Of(shape)]);

    private static void Download(Tensor values, float[] host)
    {
        using var downloaded = values.contiguous().cpu();
        MemoryMarshal.Cast<byte, float>(downloaded.bytes).CopyTo(host);
    }

    private static void Add(Tensor values, float[] host)
    {
        using var downloaded = values.contiguous().cpu();
        var added = MemoryMarshal.Cast<byte, float>(downloaded.bytes);
        for (var index = 0; index < added.Length; index++)
        {
            host[index] += added[index];
        }
    }

    private void Forget()
    {
        foreach (var step in _steps)
        {
            step.Forget();
        }

        foreach (var rule in _rules)
        {
            rule.Forget();
        }

        foreach (var cotangent in _cotangents)
        {
            cotangent.Dispose();
        }

        _cotangents.Clear();
    }
}
