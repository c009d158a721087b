namespace Ntt.Pruning;

/// <summary>Where NTT's first masks come from.</summary>
public enum MaskInitialization
{
    /// <summary>The largest initial weights.</summary>
    Magnitude,

    /// <summary>The highest Logit-SNIP scores on 128 samples, or as many as <see cref="PruningOptions.ScoringSamples"/> says.</summary>
    LogitSnip,
}
