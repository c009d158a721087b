using System.Runtime.CompilerServices;

namespace Ntt.Compute;

/// <summary>
/// The micro-kernel of the per-sample products: every lane is a sample with a matrix product of its own, T[j, a] (+)= Σ_t X[j, t]·B[t, a],
/// where X[j, t] lies at a base address of j plus an offset of t. A tile has four j by up to five a, all of it in registers.
/// </summary>
/// <remarks>The conditions on <c>TWidth</c> are constants to the compiler, which drops what a narrower tile does not use.</remarks>
internal static unsafe class PatchTile<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 4;

    /// <summary>Columns of the widest tile.</summary>
    public const int Width = 5;

    /// <summary>T (+)= X·B.</summary>
    /// <param name="width">Columns of the tile, 1 to <see cref="Width"/>.</param>
    /// <param name="x">The base addresses.</param>
    /// <param name="offset">The offset of each t, in floats.</param>
    /// <param name="count">Length of the sums.</param>
    /// <param name="b">B.</param>
    /// <param name="step">Floats from a t of B to the next.</param>
    /// <param name="across">Floats from a column of B to the next.</param>
    /// <param name="target">Where each row of T goes.</param>
    /// <param name="stride">Floats from a column of T to the next.</param>
    /// <param name="accumulate">Whether T is added to, or else overwritten.</param>
    public static void Multiply(
        int width, float** x, int* offset, int count, float* b, nint step, nint across, float** target, nint stride, bool accumulate)
    {
        switch (width)
        {
            case 1: Multiply<One>(x, offset, count, b, step, across, target, stride, accumulate); break;
            case 2: Multiply<Two>(x, offset, count, b, step, across, target, stride, accumulate); break;
            case 3: Multiply<Three>(x, offset, count, b, step, across, target, stride, accumulate); break;
            case 4: Multiply<Four>(x, offset, count, b, step, across, target, stride, accumulate); break;
            default: Multiply<Five>(x, offset, count, b, step, across, target, stride, accumulate); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TWidth>(
        float** x, int* offset, int count, float* b, nint step, nint across, float** target, nint stride, bool accumulate)
        where TWidth : struct, IConstant
    {
        TVector t00 = TLanes.Zero, t01 = TLanes.Zero, t02 = TLanes.Zero, t03 = TLanes.Zero, t04 = TLanes.Zero;
        TVector t10 = TLanes.Zero, t11 = TLanes.Zero, t12 = TLanes.Zero, t13 = TLanes.Zero, t14 = TLanes.Zero;
        TVector t20 = TLanes.Zero, t21 = TLanes.Zero, t22 = TLanes.Zero, t23 = TLanes.Zero, t24 = TLanes.Zero;
        TVector t30 = TLanes.Zero, t31 = TLanes.Zero, t32 = TLanes.Zero, t33 = TLanes.Zero, t34 = TLanes.Zero;
        float* x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3];
        for (int t = 0; t < count; t++, b += step)
        {
            nint at = offset[t];
            TVector b0 = TLanes.Load(b);
            TVector b1 = TWidth.Value > 1 ? TLanes.Load(b + across) : b0;
            TVector b2 = TWidth.Value > 2 ? TLanes.Load(b + 2 * across) : b0;
            TVector b3 = TWidth.Value > 3 ? TLanes.Load(b + 3 * across) : b0;
            TVector b4 = TWidth.Value > 4 ? TLanes.Load(b + 4 * across) : b0;
            TVector y;
            y = TLanes.Load(x0 + at);
            t00 = TLanes.MultiplyAdd(y, b0, t00);
            if (TWidth.Value > 1)
                t01 = TLanes.MultiplyAdd(y, b1, t01);
            if (TWidth.Value > 2)
                t02 = TLanes.MultiplyAdd(y, b2, t02);
            if (TWidth.Value > 3)
                t03 = TLanes.MultiplyAdd(y, b3, t03);
            if (TWidth.Value > 4)
                t04 = TLanes.MultiplyAdd(y, b4, t04);
            y = TLanes.Load(x1 + at);
            t10 = TLanes.MultiplyAdd(y, b0, t10);
            if (TWidth.Value > 1)
                t11 = TLanes.MultiplyAdd(y, b1, t11);
            if (TWidth.Value > 2)
                t12 = TLanes.MultiplyAdd(y, b2, t12);
            if (TWidth.Value > 3)
                t13 = TLanes.MultiplyAdd(y, b3, t13);
            if (TWidth.Value > 4)
                t14 = TLanes.MultiplyAdd(y, b4, t14);
            y = TLanes.Load(x2 + at);
            t20 = TLanes.MultiplyAdd(y, b0, t20);
            if (TWidth.Value > 1)
                t21 = TLanes.MultiplyAdd(y, b1, t21);
            if (TWidth.Value > 2)
                t22 = TLanes.MultiplyAdd(y, b2, t22);
            if (TWidth.Value > 3)
                t23 = TLanes.MultiplyAdd(y, b3, t23);
            if (TWidth.Value > 4)
                t24 = TLanes.MultiplyAdd(y, b4, t24);
            y = TLanes.Load(x3 + at);
            t30 = TLanes.MultiplyAdd(y, b0, t30);
            if (TWidth.Value > 1)
                t31 = TLanes.MultiplyAdd(y, b1, t31);
            if (TWidth.Value > 2)
                t32 = TLanes.MultiplyAdd(y, b2, t32);
            if (TWidth.Value > 3)
                t33 = TLanes.MultiplyAdd(y, b3, t33);
            if (TWidth.Value > 4)
                t34 = TLanes.MultiplyAdd(y, b4, t34);
        }
        StoreRow<TWidth>(target[0], stride, t00, t01, t02, t03, t04, accumulate);
        StoreRow<TWidth>(target[1], stride, t10, t11, t12, t13, t14, accumulate);
        StoreRow<TWidth>(target[2], stride, t20, t21, t22, t23, t24, accumulate);
        StoreRow<TWidth>(target[3], stride, t30, t31, t32, t33, t34, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TWidth>(
        float* target, nint stride, TVector t0, TVector t1, TVector t2, TVector t3, TVector t4, bool accumulate)
        where TWidth : struct, IConstant
    {
        Store(target, t0, accumulate);
        if (TWidth.Value > 1)
            Store(target + stride, t1, accumulate);
        if (TWidth.Value > 2)
            Store(target + 2 * stride, t2, accumulate);
        if (TWidth.Value > 3)
            Store(target + 3 * stride, t3, accumulate);
        if (TWidth.Value > 4)
            Store(target + 4 * stride, t4, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* target, TVector value, bool accumulate) =>
        TLanes.Store(target, accumulate ? TLanes.Add(TLanes.Load(target), value) : value);
}
