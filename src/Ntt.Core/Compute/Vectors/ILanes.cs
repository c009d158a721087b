using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <summary>
/// The few vector operations that kernels are written in, so that one source serves every <see cref="VectorWidth"/>.
/// Each operation but the sums and <see cref="Exp"/> rounds each lane as the scalar one does: what a kernel
/// computes lane by lane has the same bits for every width.
/// </summary>
/// <typeparam name="TVector">The vector of the width, or float.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Broadcast(float value);

    static abstract TVector Load(float* source);

    static abstract void Store(float* target, TVector value);

    /// <summary>x * y + z, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

    static abstract TVector Add(TVector x, TVector y);

    static abstract TVector Subtract(TVector x, TVector y);

    static abstract TVector Multiply(TVector x, TVector y);

    static abstract TVector Divide(TVector x, TVector y);

    /// <summary>The greater of both; NaN where either is NaN.</summary>
    static abstract TVector Max(TVector x, TVector y);

    /// <summary><paramref name="value"/> where <paramref name="gate"/> is above zero, zero elsewhere.</summary>
    static abstract TVector WherePositive(TVector gate, TVector value);

    /// <summary>A mask for <see cref="Select"/>: the lanes whose integer, of as many from <paramref name="source"/> on, is <paramref name="value"/>.</summary>
    static abstract TVector WhereEqual(int* source, int value);

    /// <summary>A mask for <see cref="Select"/>: the lanes in which x takes the place of y as the maximum: it is greater, or the first NaN.</summary>
    static abstract TVector WhereBeats(TVector x, TVector y);

    /// <summary><paramref name="chosen"/> in the lanes of the mask, <paramref name="other"/> elsewhere.</summary>
    static abstract TVector Select(TVector mask, TVector chosen, TVector other);

    static abstract TVector Exp(TVector x);

    /// <summary>The sum of the lanes, always by the same tree.</summary>
    static abstract float Sum(TVector x);

    /// <summary>The sums of the lanes of four vectors, always by the same tree, which need not be that of <see cref="Sum"/>.</summary>
    static abstract Vector128<float> Sums(TVector x, TVector y, TVector z, TVector w);
}

/// <summary>Access to fewer floats than a vector holds, for the tails of rows.</summary>
internal static unsafe class PartialLanes<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>The first <paramref name="count"/> floats, then zeros.</summary>
    public static TVector Load(float* source, int count)
    {
        TVector vector = TLanes.Zero;
        Buffer.MemoryCopy(source, &vector, sizeof(TVector), count * sizeof(float));
        return vector;
    }

    /// <summary>Stores the first <paramref name="count"/> floats.</summary>
    public static void Store(float* target, TVector value, int count) =>
        Buffer.MemoryCopy(&value, target, count * sizeof(float), count * sizeof(float));
}
