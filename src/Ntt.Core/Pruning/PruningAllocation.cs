namespace Ntt.Pruning;

/// <summary>How the kept weights are shared out among the layers. In total they are round(density · weights); layerwise that holds layer by layer.</summary>
public enum PruningAllocation
{
    /// <summary>Every layer keeps the same fraction of its weights.</summary>
    Layerwise,

    /// <summary>The weights of all layers compete with each other.</summary>
    Global,

    /// <summary>
    /// The same fraction of every layer, but a convolution that comes first stays dense and the last layer keeps at least 20 % (Gale et al., 2019).
    /// Needs a density that leaves room for both.
    /// </summary>
    UniformPlus,

    /// <summary>
    /// Erdős–Rényi (Mocanu et al., 2018): the density of a layer is proportional to (n_in + n_out) / (n_in · n_out), channels in case of a
    /// convolution, and at most 1.
    /// </summary>
    ErdosRenyi,

    /// <summary>
    /// Erdős–Rényi with kernels (Evci et al., 2020): as <see cref="ErdosRenyi"/>, but for a convolution with kernels of h × w the density is
    /// proportional to (n_in + n_out + h + w) / (n_in · n_out · h · w).
    /// </summary>
    ErdosRenyiKernel,
}
