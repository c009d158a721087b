namespace Ntt.Networks;

/// <summary>One layer of an architecture: what it computes, not the numbers it computes with. Immutable, compared by value.</summary>
public abstract record Layer
{
    /// <summary>The word that names the layer's kind in an architecture's text.</summary>
    public abstract string Keyword { get; }

    /// <summary>The layer as an architecture's text writes it.</summary>
    public abstract override string ToString();

    /// <summary>The shape of the layer's output for an input of shape <paramref name="input"/>.</summary>
    /// <exception cref="ArgumentException">The layer does not take such an input.</exception>
    internal abstract TensorShape OutputShape(TensorShape input);

    /// <summary>The layer's weights for an input of shape <paramref name="input"/>, or null for a layer without weights.</summary>
    /// <param name="input">The shape of the layer's input.</param>
    /// <param name="ordinal">1 for the first layer of this kind in the network, 2 for the second, ...</param>
    internal virtual WeightShape? Weights(TensorShape input, int ordinal) => null;

    /// <summary>The layer at work.</summary>
    /// <param name="input">The shape of the layer's input.</param>
    /// <param name="weights">The layer's numbers; null for a layer without weights.</param>
    internal abstract LayerStep CreateStep(TensorShape input, LayerWeights? weights);
}
