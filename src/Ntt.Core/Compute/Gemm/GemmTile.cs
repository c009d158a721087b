using System.Runtime.CompilerServices;

namespace Ntt.Compute;

/// <summary>
/// The micro-kernel of <see cref="Gemm"/>: a tile of C, up to 14 rows by 1 or 2 vectors, all of it in registers.
/// </summary>
/// <remarks>
/// With 32 vector registers the 14 x 2 tile takes 28, its row of B two and the broadcast element of A one. The conditions on
/// <c>TRows</c> and <c>TVectors</c> are constants to the compiler, which drops what a smaller tile does not use.
/// </remarks>
internal static unsafe class GemmTile<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>C (+)= A·B over <paramref name="depth"/> steps.</summary>
    /// <param name="depth">Steps of the sum.</param>
    /// <param name="a">The tile's elements of A: a column of contiguous elements per step.</param>
    /// <param name="aStep">Floats from a step's column to the next.</param>
    /// <param name="b">The tile's vectors of B.</param>
    /// <param name="bStep">Floats from a step's row to the next.</param>
    /// <param name="c">The tile of C.</param>
    /// <param name="stride">Floats from a row of C to the next.</param>
    /// <param name="accumulate">Whether C is added to, or else overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TRows, TVectors>(
        int depth, float* a, nint aStep, float* b, nint bStep, float* c, nint stride, bool accumulate)
        where TRows : struct, IConstant
        where TVectors : struct, IConstant
    {
        TVector c0l = TLanes.Zero, c0r = TLanes.Zero;
        TVector c1l = TLanes.Zero, c1r = TLanes.Zero;
        TVector c2l = TLanes.Zero, c2r = TLanes.Zero;
        TVector c3l = TLanes.Zero, c3r = TLanes.Zero;
        TVector c4l = TLanes.Zero, c4r = TLanes.Zero;
        TVector c5l = TLanes.Zero, c5r = TLanes.Zero;
        TVector c6l = TLanes.Zero, c6r = TLanes.Zero;
        TVector c7l = TLanes.Zero, c7r = TLanes.Zero;
        TVector c8l = TLanes.Zero, c8r = TLanes.Zero;
        TVector c9l = TLanes.Zero, c9r = TLanes.Zero;
        TVector c10l = TLanes.Zero, c10r = TLanes.Zero;
        TVector c11l = TLanes.Zero, c11r = TLanes.Zero;
        TVector c12l = TLanes.Zero, c12r = TLanes.Zero;
        TVector c13l = TLanes.Zero, c13r = TLanes.Zero;

        for (int step = 0; step < depth; step++)
        {
            TVector left = TLanes.Load(b);
            TVector right = TVectors.Value > 1 ? TLanes.Load(b + TLanes.Count) : TLanes.Zero;
            TVector x;
            x = TLanes.Broadcast(a[0]);
            c0l = TLanes.MultiplyAdd(x, left, c0l);
            if (TVectors.Value > 1)
                c0r = TLanes.MultiplyAdd(x, right, c0r);
            x = TLanes.Broadcast(a[1]);
            c1l = TLanes.MultiplyAdd(x, left, c1l);
            if (TVectors.Value > 1)
                c1r = TLanes.MultiplyAdd(x, right, c1r);
            if (TRows.Value > 2)
            {
                x = TLanes.Broadcast(a[2]);
                c2l = TLanes.MultiplyAdd(x, left, c2l);
                if (TVectors.Value > 1)
                    c2r = TLanes.MultiplyAdd(x, right, c2r);
                x = TLanes.Broadcast(a[3]);
                c3l = TLanes.MultiplyAdd(x, left, c3l);
                if (TVectors.Value > 1)
                    c3r = TLanes.MultiplyAdd(x, right, c3r);
                x = TLanes.Broadcast(a[4]);
                c4l = TLanes.MultiplyAdd(x, left, c4l);
                if (TVectors.Value > 1)
                    c4r = TLanes.MultiplyAdd(x, right, c4r);
                x = TLanes.Broadcast(a[5]);
                c5l = TLanes.MultiplyAdd(x, left, c5l);
                if (TVectors.Value > 1)
                    c5r = TLanes.MultiplyAdd(x, right, c5r);
            }
            if (TRows.Value > 6)
            {
                x = TLanes.Broadcast(a[6]);
                c6l = TLanes.MultiplyAdd(x, left, c6l);
                if (TVectors.Value > 1)
                    c6r = TLanes.MultiplyAdd(x, right, c6r);
                x = TLanes.Broadcast(a[7]);
                c7l = TLanes.MultiplyAdd(x, left, c7l);
                if (TVectors.Value > 1)
                    c7r = TLanes.MultiplyAdd(x, right, c7r);
                x = TLanes.Broadcast(a[8]);
                c8l = TLanes.MultiplyAdd(x, left, c8l);
                if (TVectors.Value > 1)
                    c8r = TLanes.MultiplyAdd(x, right, c8r);
                x = TLanes.Broadcast(a[9]);
                c9l = TLanes.MultiplyAdd(x, left, c9l);
                if (TVectors.Value > 1)
                    c9r = TLanes.MultiplyAdd(x, right, c9r);
            }
            if (TRows.Value > 10)
            {
                x = TLanes.Broadcast(a[10]);
                c10l = TLanes.MultiplyAdd(x, left, c10l);
                if (TVectors.Value > 1)
                    c10r = TLanes.MultiplyAdd(x, right, c10r);
                x = TLanes.Broadcast(a[11]);
                c11l = TLanes.MultiplyAdd(x, left, c11l);
                if (TVectors.Value > 1)
                    c11r = TLanes.MultiplyAdd(x, right, c11r);
                x = TLanes.Broadcast(a[12]);
                c12l = TLanes.MultiplyAdd(x, left, c12l);
                if (TVectors.Value > 1)
                    c12r = TLanes.MultiplyAdd(x, right, c12r);
                x = TLanes.Broadcast(a[13]);
                c13l = TLanes.MultiplyAdd(x, left, c13l);
                if (TVectors.Value > 1)
                    c13r = TLanes.MultiplyAdd(x, right, c13r);
            }
            a += aStep;
            b += bStep;
        }

        StoreRow<TVectors>(c, c0l, c0r, accumulate);
        StoreRow<TVectors>(c + stride, c1l, c1r, accumulate);
        if (TRows.Value > 2)
        {
            StoreRow<TVectors>(c + 2 * stride, c2l, c2r, accumulate);
            StoreRow<TVectors>(c + 3 * stride, c3l, c3r, accumulate);
            StoreRow<TVectors>(c + 4 * stride, c4l, c4r, accumulate);
            StoreRow<TVectors>(c + 5 * stride, c5l, c5r, accumulate);
        }
        if (TRows.Value > 6)
        {
            StoreRow<TVectors>(c + 6 * stride, c6l, c6r, accumulate);
            StoreRow<TVectors>(c + 7 * stride, c7l, c7r, accumulate);
            StoreRow<TVectors>(c + 8 * stride, c8l, c8r, accumulate);
            StoreRow<TVectors>(c + 9 * stride, c9l, c9r, accumulate);
        }
        if (TRows.Value > 10)
        {
            StoreRow<TVectors>(c + 10 * stride, c10l, c10r, accumulate);
            StoreRow<TVectors>(c + 11 * stride, c11l, c11r, accumulate);
            StoreRow<TVectors>(c + 12 * stride, c12l, c12r, accumulate);
            StoreRow<TVectors>(c + 13 * stride, c13l, c13r, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TVectors>(float* c, TVector left, TVector right, bool accumulate)
        where TVectors : struct, IConstant
    {
        if (accumulate)
        {
            left = TLanes.Add(TLanes.Load(c), left);
            if (TVectors.Value > 1)
                right = TLanes.Add(TLanes.Load(c + TLanes.Count), right);
        }
        TLanes.Store(c, left);
        if (TVectors.Value > 1)
            TLanes.Store(c + TLanes.Count, right);
    }
}
