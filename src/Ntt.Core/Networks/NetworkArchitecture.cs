using System.Collections.Immutable;

namespace Ntt.Networks;

/// <summary>
/// What a network computes: the shape of a sample and the layers in order. Immutable and compared by value. Its text
/// (<see cref="ToString"/>, <see cref="Parse"/>) is what a saved network carries, for example
/// <c>input 28x28x1, flatten, dense 300, relu, dense 100, relu, dense 10</c> (height x width x channels).
/// </summary>
public sealed class NetworkArchitecture : IEquatable<NetworkArchitecture>
{
    // What an array holds, but one: the index of a pruned layer's columns has one element more than there are columns.
    private static readonly int s_largestCount = Array.MaxLength - 1;

    private readonly string _text;

    /// <summary>The architecture of the given layers.</summary>
    /// <param name="input">The shape of one sample.</param>
    /// <param name="layers">The layers in order; the last one is a dense layer, whose outputs are the logits.</param>
    /// <exception cref="ArgumentException">A layer is null or does not take its predecessor's output, or the last layer is not dense. The message names the layer.</exception>
    public NetworkArchitecture(TensorShape input, IEnumerable<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (input.IsEmpty)
        {
            throw new ArgumentException($"The input is {input.Height}x{input.Width}x{input.Channels}; every size must be at least 1.", nameof(input));
        }

        if (IsTooLarge(input.ExactSize))
        {
            throw new ArgumentException($"The input is {input.Height}x{input.Width}x{input.Channels}; a sample has at most {s_largestCount} values.", nameof(input));
        }

        Input = input;
        Layers = [.. layers];
        for (var index = 0; index < Layers.Count; index++)
        {
            if (Layers[index] is null)
            {
                throw new ArgumentException($"Layer {index + 1} is null.", nameof(layers));
            }
        }

        if (Layers.Count == 0 || Layers[^1] is not DenseLayer)
        {
            throw new ArgumentException("The last layer must be a dense layer: its outputs are the logits.", nameof(layers));
        }

        var shapes = ImmutableArray.CreateBuilder<TensorShape>(Layers.Count + 1);
        var weights = ImmutableArray.CreateBuilder<WeightShape>();
        var ordinals = new Dictionary<string, int>();
        shapes.Add(input);
        for (var index = 0; index < Layers.Count; index++)
        {
            var layer = Layers[index];
            var ordinal = ordinals[layer.Keyword] = ordinals.GetValueOrDefault(layer.Keyword) + 1;
            try
            {
                shapes.Add(layer.OutputShape(shapes[index]));
                if (layer.Weights(shapes[index], ordinal) is { } shape)
                {
                    weights.Add(IsTooLarge((Int128)shape.Rows * shape.Columns)
                        ? throw new ArgumentException($"it has {shape.Rows} x {shape.Columns} weights; a layer has at most {s_largestCount}")
                        : shape);
                }
            }
            catch (ArgumentException problem)
            {
                throw new ArgumentException($"Layer {index + 1} ('{layer}') does not fit: {problem.Message}.", nameof(layers), problem);
            }
        }

        Shapes = shapes.DrainToImmutable();
        WeightLayers = weights.DrainToImmutable();
        _text = $"input {input}, {string.Join(", ", Layers)}";
    }

    /// <summary>The shape of one sample.</summary>
    public TensorShape Input { get; }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The shapes between the layers: the input's first, then each layer's output.</summary>
    public IReadOnlyList<TensorShape> Shapes { get; }

    /// <summary>The weight matrices of the layers that have one, in order.</summary>
    public IReadOnlyList<WeightShape> WeightLayers { get; }

    /// <summary>Number of logits.</summary>
    public int OutputCount => Shapes[^1].Size;

    /// <summary>Number of weights, biases excluded.</summary>
    public int WeightCount => WeightLayers.Sum(layer => layer.Count);

    /// <summary>Number of weights and biases.</summary>
    public int ParameterCount => WeightLayers.Sum(layer => layer.Count + layer.Rows);

    /// <summary>Reads an architecture's text.</summary>
    /// <param name="text">Layers separated by commas, the input first: <c>input 28x28x1, flatten, dense 300, relu, dense 10</c>.</param>
    /// <exception cref="FormatException">The text is not an architecture. The message quotes the part that is wrong and its position.</exception>
    public static NetworkArchitecture Parse(string text) => ArchitectureText.Parse(text);

    /// <summary>The architecture's text.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(NetworkArchitecture? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetworkArchitecture);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether an array cannot hold so many numbers.</summary>
    private static bool IsTooLarge(Int128 count) => count > s_largestCount;
}
