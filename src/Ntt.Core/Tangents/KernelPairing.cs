namespace Ntt.Tangents;

/// <summary>Which pairs of a batch's samples the tangent kernel compares.</summary>
public enum KernelPairing
{
    /// <summary>Every sample of the first half (⌊n/2⌋ samples) with every sample of the rest, as the released code of Liu &amp; Zenke does.</summary>
    Halves,

    /// <summary>Every sample with every sample, itself included.</summary>
    Full,
}
