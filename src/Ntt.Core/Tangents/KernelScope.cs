namespace Ntt.Tangents;

/// <summary>Which weights' derivatives make up the tangent kernel of a pruned network. Biases always count.</summary>
public enum KernelScope
{
    /// <summary>
    /// All weights, the pruned ones (value 0) included: the mask is outside the differentiated function. What the released code of
    /// Liu &amp; Zenke computes.
    /// </summary>
    AllWeights,

    /// <summary>
    /// The kept weights alone: the mask is inside the differentiated function, as in eq. 11 and 14 of the paper. The kernel that governs the
    /// training of the pruned network.
    /// </summary>
    RetainedWeights,
}
