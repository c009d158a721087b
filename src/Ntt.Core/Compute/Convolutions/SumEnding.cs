namespace Ntt.Compute;

/// <summary>What becomes of a sum before it is stored, and where.</summary>
internal readonly unsafe struct SumEnding
{
    /// <summary>One for each channel of the target, or null.</summary>
    public float* Bias { get; init; }

    /// <summary>Whether it is added to what the target holds; not with a pool.</summary>
    public bool Accumulate { get; init; }

    /// <summary>Whether it is then raised to 0 where it is below; not with a pool.</summary>
    public bool Rectify { get; init; }

    /// <summary>
    /// Where one is not above 0 the result is 0: as many floats as the target has, or one for each of <see cref="GateColumns"/>' samples; or null.
    /// Not with a pool.
    /// </summary>
    public float* Gate { get; init; }

    /// <summary>The samples of the columns, if the gates are those of samples.</summary>
    public VectorSamples GateColumns { get; init; }

    /// <summary>If there is one, the target is what is behind it: each window receives the sum of the position that won.</summary>
    public PoolPlaces Pool { get; init; }
}
