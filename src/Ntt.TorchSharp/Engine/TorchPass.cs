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
internal sealed partial class TorchPass : INetworkPass
{
    private readonly Device _device;
    private readonly NetworkArchitecture _architecture;
    private readonly long[][] _shapes;
    private readonly NetworkPassOptions _options;
    private readonly TorchStep[] _steps;
    private readonly int[] _weightSteps;
    private readonly KernelRule[] _rules = [];
    private readonly Tensor?[] _cotangents;

    public TorchPass(TorchEngine engine, NetworkArchitecture architecture, IReadOnlyList<LayerWeights> layers, NetworkPassOptions options)
    {
        _device = engine.Device;
        _architecture = architecture;
        _shapes = Shapes.Between(architecture);
        _options = options;
        _steps = CreateSteps(engine, architecture, _shapes);
        _weightSteps = [.. Enumerable.Range(0, _steps.Length).Where(step => _steps[step] is TorchWeightStep)];
        _cotangents = new Tensor?[_weightSteps.Length];
        _directions = new Tensor?[_weightSteps.Length];
        _inputTangents = new Tensor?[_weightSteps.Length];
        Input = new float[architecture.Input.Size * options.Samples];
        Logits = new float[architecture.OutputCount * options.Samples];
        UseWeights(layers);
        if (options.Scope is { } scope)
        {
            var sides = KernelSides.Of(options.Samples, options.Pairing);
            Kernel = new float[architecture.OutputCount * sides.RowCount * architecture.OutputCount * sides.ColumnCount];
            _rules = [.. _weightSteps.Select(step => KernelRule.Create((TorchWeightStep)_steps[step], sides, scope, options.WithGradient, engine.ChunkBytes))];
        }
    }

    public float[] Input { get; }

    public float[] Logits { get; }

    public float[] Kernel { get; } = [];

    /// <summary>Samples of the last forward pass.</summary>
    private long Samples => WeightStep(0).Input.shape[0];

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
        var x = Upload(Input, samples, _shapes[0]);
        for (var step = 0; step < _steps.Length; step++)
        {
            if (_steps[step] is DropoutTorchStep layer)
            {
                layer.Use(dropout.Count == 0 ? null : Upload(dropout[dropped++], samples, _shapes[step]));
            }

            x = _steps[step].Forward(x);
        }

        Download(x.t(), Logits);
    }

    public void ComputeKernel()
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        ForgetKernel();
        var outputs = _architecture.OutputCount;
        var sides = KernelSides.Of(_options.Samples, _options.Pairing);
        var kernel = zeros([sides.RowCount * outputs, sides.ColumnCount * outputs], device: _device);
        var g = eye(outputs, device: _device).unsqueeze(0).expand(_options.Samples, outputs, outputs).contiguous();
        for (var layer = _rules.Length - 1; layer >= 0; layer--)
        {
            using (NewDisposeScope())
            {
                _rules[layer].AddKernel(g, kernel);
            }

            if (_options.WithGradient)
            {
                _cotangents[layer] = g.alias().DetachFromDisposeScope();
            }

            for (var step = _weightSteps[layer]; layer > 0 && step > _weightSteps[layer - 1]; step--)
            {
                g = Next(g, _steps[step].Adjoint);
            }
        }

        // Here a row is (sample, output), for the caller it is (output, sample).
        Download(kernel.reshape(sides.RowCount, outputs, sides.ColumnCount, outputs).permute(1, 0, 3, 2), Kernel);
    }

    public void AddGradients(float[] logitsBar, float[] kernelBar, float[][] weightGradients, float[][] biasGradients)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var adjoints = new Tensor?[_weightSteps.Length];
        if (_rules.Length > 0)
        {
            SweepTangents(kernelBar, weightGradients, adjoints);
        }

        var bar = UploadBar(logitsBar);
        for (var layer = _weightSteps.Length - 1; layer >= 0; layer--)
        {
            var step = WeightStep(layer);
            AddWeightGradient(step, bar, step.Input.unsqueeze(1), weightGradients[layer]);
            Add(step.BiasGradient(bar), biasGradients[layer]);
            if (layer == 0)
            {
                break;
            }

            bar = Next(bar, step.Adjoint);
            if (adjoints[layer] is { } adjoint)
            {
                bar.add_(adjoint);
            }

            for (var before = _weightSteps[layer] - 1; before > _weightSteps[layer - 1]; before--)
            {
                bar = Next(bar, _steps[before].Adjoint);
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

    private static TorchStep[] CreateSteps(TorchEngine engine, NetworkArchitecture architecture, long[][] shapes)
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
                FlattenLayer => new FlattenTorchStep(shapes[step]),
                var other => throw new NotSupportedException($"Layer {step + 1} ('{other}') has no counterpart on a torch device."),
            };
        }

        return steps;
    }

    private TorchWeightStep WeightStep(int layer) => (TorchWeightStep)_steps[_weightSteps[layer]];

    /// <summary>A tensor's successor in a sweep, which alone outlives the call: neither what it took to compute it nor its predecessor does.</summary>
    private static Tensor Next(Tensor current, Func<Tensor, Tensor> step)
    {
        using var scope = NewDisposeScope();
        var next = step(current);
        if (!ReferenceEquals(next, current))
        {
            next.MoveToOuterDisposeScope();
            current.Dispose();
        }

        return next;
    }

    /// <summary>
    /// Adds what the tangents at the input of every weighted layer but the first, whose input does not move, contribute to its gradient, and finds what
    /// the kernel adds to its adjoints.
    /// </summary>
    private void SweepTangents(float[] kernelBar, float[][] weightGradients, Tensor?[] adjoints)
    {
        var outputs = _architecture.OutputCount;
        var sides = KernelSides.Of(_options.Samples, _options.Pairing);
        var m = tensor(kernelBar, [outputs, sides.RowCount, outputs, sides.ColumnCount], device: _device).permute(1, 0, 3, 2)
            .reshape(sides.RowCount * outputs, sides.ColumnCount * outputs);
        Tensor? xDot = null;
        for (var layer = 0; layer < _weightSteps.Length; layer++)
        {
            var isLast = layer + 1 == _weightSteps.Length;
            Tensor? zDot;
            using (NewDisposeScope())
            {
                if (xDot is not null)
                {
                    AddWeightGradient(WeightStep(layer), _cotangents[layer]!, xDot, weightGradients[layer]);
                }

                (zDot, var xBar) = _rules[layer].Derivatives(_cotangents[layer]!, m, withTangent: !isLast, withAdjoint: layer > 0);
                adjoints[layer] = xBar?.unsqueeze(1).MoveToOuterDisposeScope();
                zDot?.MoveToOuterDisposeScope();
            }

            if (zDot is null)
            {
                break;
            }

            if (xDot is not null)
            {
                zDot.add_(xDot = Next(xDot, WeightStep(layer).Tangent));
                xDot.Dispose();
            }

            for (var step = _weightSteps[layer] + 1; step < _weightSteps[layer + 1]; step++)
            {
                zDot = Next(zDot, _steps[step].Tangent);
            }

            xDot = zDot;
        }
    }

    /// <summary>Adds Σ ȳ xᵀ at the kept weights, in a scope of its own.</summary>
    private static void AddWeightGradient(TorchWeightStep step, Tensor yBar, Tensor x, float[] gradient)
    {
        using var scope = NewDisposeScope();
        var flat = step.WeightGradient(yBar, x).flatten();
        Add(step.Kept is null ? flat : flat.index_select(0, step.Kept), gradient);
    }

    /// <summary>[outputs × samples] on the host as adjoints on the device, [samples, 1, outputs].</summary>
    private Tensor UploadBar(float[] bar)
    {
        var (outputs, samples) = (_architecture.OutputCount, Samples);
        return tensor(bar.AsMemory(0, (int)(outputs * samples)), [outputs, samples], device: _device).t().unsqueeze(1);
    }

    private Tensor Upload(float[] columns, int samples, long[] shape)
    {
        var size = Shapes.SizeOf(shape);
        return tensor(columns.AsMemory(0, size * samples), [size, samples], device: _device).t().reshape([samples, .. shape]);
    }

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

        ForgetKernel();
        ForgetDirection();
    }

    private void ForgetKernel()
    {
        foreach (var rule in _rules)
        {
            rule.Forget();
        }

        foreach (var cotangent in _cotangents)
        {
            cotangent?.Dispose();
        }

        Array.Clear(_cotangents);
    }
}
