namespace Ntt.Pruning;

/// <summary>
/// What is taken away from a finished pruning to see what mattered (the sanity checks of Frankle et al., ICLR 2021). Works with every method;
/// every layer keeps its number of weights.
/// </summary>
public enum PruningControl
{
    /// <summary>The network as the method left it.</summary>
    None,

    /// <summary>The kept weights move to random places of their layer, each with its value: tells whether the places mattered.</summary>
    ShuffleMask,

    /// <summary>The masks stay, but weights and biases are drawn anew with another seed: tells whether the values mattered.</summary>
    Reinitialize,

    /// <summary>
    /// Random masks over the initial weights: tells whether anything but the number of weights of each layer mattered. For methods that leave
    /// the kept weights at their initial values this is the layerwise shuffle of Frankle et al.
    /// </summary>
    RandomMask,
}
