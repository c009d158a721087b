using Ntt.Compute;

namespace Ntt.Networks;

/// <summary>
/// A pruned network without its silent filters. A filter that has no kept weights over inputs that are not zero, and whose bias is not above
/// 0, has a rectified output of zero everywhere: neither it nor the weights that read it take part in anything, and all their derivatives are
/// zero. At low densities many filters of small kernels are silent, and others because all they read is.
/// </summary>
/// <remarks>The silent stay silent while masks and biases do: their gradients are zero. <see cref="AreStillSilent"/> sees to the rest.</remarks>
internal sealed class LiveFilters
{
    private readonly IReadOnlyList<LayerWeights> _layers;
    private readonly Part?[] _parts;
    private readonly float[][] _weightGradients;
    private readonly float[][] _biasGradients;

    private LiveFilters(NetworkArchitecture architecture, LayerWeights[] layers, Part?[] parts)
    {
        _layers = layers;
        _parts = parts;
        Architecture = WithFilters(architecture, parts);
        Layers = [.. layers.Select((layer, index) => parts[index] is { } part ? part.Of(layer, Architecture.WeightLayers[index]) : layer)];
        _weightGradients = [.. parts.Select(part => part is null ? [] : AlignedArray.Create(part.Kept.Length))];
        _biasGradients = [.. parts.Select(part => part is null ? [] : AlignedArray.Create(part.Filters.Length))];
    }

    /// <summary>What is left of the architecture.</summary>
    public NetworkArchitecture Architecture { get; }

    /// <summary>What is left of the layers; those without silent filters before and in them are the network's own.</summary>
    public LayerWeights[] Layers { get; }

    /// <summary>The network without its silent filters; null if it has none.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="layers">Its layers; later changes of their numbers are seen by <see cref="Refresh"/>.</param>
    public static LiveFilters? Of(NetworkArchitecture architecture, IReadOnlyList<LayerWeights> layers)
    {
        var parts = new Part?[layers.Count];
        int[]? inputs = null;
        for (int step = 0, layer = 0; layer < layers.Count; step++)
        {
            if (architecture.Layers[step] is not (Conv2DLayer or DenseLayer))
            {
                continue;
            }

            var filters = Live(architecture, step, layers, layer, inputs);
            if (inputs is not null || filters is not null)
            {
                var convolution = (Conv2DLayer)architecture.Layers[step];
                var taps = convolution.KernelHeight * convolution.KernelWidth;
                parts[layer] = new Part(layers[layer], inputs ?? [.. Enumerable.Range(0, architecture.Shapes[step].Channels)], filters, taps);
            }

            inputs = filters;
            layer++;
        }

        return parts.Any(part => part is not null) ? new LiveFilters(architecture, [.. layers], parts) : null;
    }

    /// <summary>The channels of the network that those of a convolution's output are, or of what follows it; null if they are all.</summary>
    /// <param name="layer">Index of the weighted layer.</param>
    public int[]? Channels(int layer) => _parts[layer] is { HasSilent: true } part ? part.Filters : null;

    /// <summary>Whether the masks are the ones looked at, and nothing has put an end to the silence.</summary>
    public bool AreStillSilent(IReadOnlyList<LayerWeights> layers)
    {
        for (var layer = 0; layer < _parts.Length; layer++)
        {
            if (layers[layer] != _layers[layer])
            {
                return false;
            }

            foreach (var filter in _parts[layer]?.Silent ?? [])
            {
                if (!(layers[layer].Bias[filter] <= 0))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Takes over the network's numbers as they are now.</summary>
    public void Refresh()
    {
        for (var layer = 0; layer < _parts.Length; layer++)
        {
            if (_parts[layer] is { } part)
            {
                Copy(part.Kept, _layers[layer].Values, Layers[layer].Values);
                Copy(part.Filters, _layers[layer].Bias, Layers[layer].Bias);
            }
        }
    }

    /// <summary>Makes of arrays for the network's gradients ones for what is left of it, all zero where it is not the same.</summary>
    public void Lend(float[][] weightGradients, float[][] biasGradients, float[][] liveWeightGradients, float[][] liveBiasGradients)
    {
        for (var layer = 0; layer < _parts.Length; layer++)
        {
            var isSame = _parts[layer] is null;
            Array.Clear(_weightGradients[layer]);
            Array.Clear(_biasGradients[layer]);
            liveWeightGradients[layer] = isSame ? weightGradients[layer] : _weightGradients[layer];
            liveBiasGradients[layer] = isSame ? biasGradients[layer] : _biasGradients[layer];
        }
    }

    /// <summary>Adds what is in the arrays of <see cref="Lend"/> to the network's gradients.</summary>
    public void AddTo(float[][] weightGradients, float[][] biasGradients)
    {
        for (var layer = 0; layer < _parts.Length; layer++)
        {
            if (_parts[layer] is { } part)
            {
                Add(part.Kept, _weightGradients[layer], weightGradients[layer]);
                Add(part.Filters, _biasGradients[layer], biasGradients[layer]);
            }
        }
    }

    /// <summary>The filters of a layer that are not silent; null for all of them.</summary>
    private static int[]? Live(NetworkArchitecture architecture, int step, IReadOnlyList<LayerWeights> layers, int layer, int[]? inputs)
    {
        if (architecture.Layers[step] is not Conv2DLayer convolution || layers[layer].Mask is not { } mask || !IsRectifiedBeforeConvolution(architecture, step)
            || layers[layer + 1].Mask is null)
        {
            return null;
        }

        var taps = convolution.KernelHeight * convolution.KernelWidth;
        var isLive = new bool[convolution.Filters];
        foreach (var index in mask.KeptIndices())
        {
            isLive[index / mask.Columns] |= inputs is null || Array.BinarySearch(inputs, index % mask.Columns / taps) >= 0;
        }

        var bias = layers[layer].Bias;
        int[] filters = [.. Enumerable.Range(0, isLive.Length).Where(filter => isLive[filter] || !(bias[filter] <= 0))];
        return filters.Length == isLive.Length ? null : filters.Length == 0 ? [0] : filters;
    }

    /// <summary>Whether the next layer with weights is a convolution, with a rectifier between.</summary>
    private static bool IsRectifiedBeforeConvolution(NetworkArchitecture architecture, int step)
    {
        var isRectified = false;
        for (step++; architecture.Layers[step] is ReluLayer or DropoutLayer or PoolingLayer; step++)
        {
            isRectified |= architecture.Layers[step] is ReluLayer;
        }

        return isRectified && architecture.Layers[step] is Conv2DLayer;
    }

    private static NetworkArchitecture WithFilters(NetworkArchitecture architecture, Part?[] parts)
    {
        var layer = 0;
        return new NetworkArchitecture(architecture.Input, architecture.Layers.Select(step => step switch
        {
            Conv2DLayer convolution when parts[layer++] is { } part
                => new Conv2DLayer(part.Filters.Length, convolution.KernelHeight, convolution.KernelWidth, convolution.Stride, convolution.Padding),
            _ => step,
        }));
    }

    private static void Copy(int[] from, float[] source, float[] target)
    {
        for (var index = 0; index < from.Length; index++)
        {
            target[index] = source[from[index]];
        }
    }

    private static void Add(int[] to, float[] source, float[] target)
    {
        for (var index = 0; index < to.Length; index++)
        {
            target[to[index]] += source[index];
        }
    }

    /// <summary>What is left of a convolution: its inputs, its filters, and the positions of its kept weights among all kept ones.</summary>
    private sealed class Part
    {
        private readonly int[] _indices;
        private readonly int _columns;

        public Part(LayerWeights layer, int[] inputs, int[]? filters, int taps)
        {
            var rows = layer.Shape.Rows;
            Filters = filters ?? [.. Enumerable.Range(0, rows)];
            Silent = [.. Enumerable.Range(0, rows).Except(Filters)];
            _columns = inputs.Length * taps;
            var (kept, indices, all) = (new List<int>(), new List<int>(), layer.Mask!.KeptIndices());
            for (var position = 0; position < all.Length; position++)
            {
                var (row, column) = Math.DivRem(all[position], layer.Shape.Columns);
                var (filter, channel) = (Array.BinarySearch(Filters, row), Array.BinarySearch(inputs, column / taps));
                if (filter >= 0 && channel >= 0)
                {
                    kept.Add(position);
                    indices.Add((filter * _columns) + (channel * taps) + (column % taps));
                }
            }

            Kept = [.. kept];
            _indices = [.. indices];
        }

        public int[] Filters { get; }

        public int[] Silent { get; }

        public int[] Kept { get; }

        public bool HasSilent => Silent.Length > 0;

        public LayerWeights Of(LayerWeights layer, WeightShape shape)
        {
            var mask = Mask.FromIndices(shape.Rows, _columns, _indices);
            return LayerWeights.Pruned(shape, mask, [.. Kept.Select(position => layer.Values[position])], [.. Filters.Select(filter => layer.Bias[filter])]);
        }
    }
}
