using System.Runtime.CompilerServices;

namespace Ntt.Compute;

/// <summary>
/// The micro-kernel of the per-sample adjoint: every lane is a sample, and T[j, t] += Σ_a V[j, a]·G[t, a], where T[j, t] lies at a base
/// address of j plus an offset of t. The V of four j and up to five a stay in registers while the t go by.
/// </summary>
/// <remarks>The conditions on <c>TWidth</c> are constants to the compiler, which drops what a narrower tile does not use.</remarks>
internal static unsafe class ScatterTile<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Adds the products.</summary>
    /// <param name="width">Number of a, 1 to 5.</param>
    /// <param name="v">Where the vectors of each of the four j are.</param>
    /// <param name="stride">Floats from one of them to the next.</param>
    /// <param name="g">G.</param>
    /// <param name="step">Floats from a t of G to the next.</param>
    /// <param name="across">Floats from an a of G to the next.</param>
    /// <param name="target">The base addresses. Two of the four must not meet at the same t.</param>
    /// <param name="offset">The offset of each t, in floats.</param>
    /// <param name="count">Number of t.</param>
    public static void Add(int width, float** v, nint stride, float* g, nint step, nint across, float** target, int* offset, int count)
    {
        switch (width)
        {
            case 1: Add<One>(v, stride, g, step, across, target, offset, count); break;
            case 2: Add<Two>(v, stride, g, step, across, target, offset, count); break;
            case 3: Add<Three>(v, stride, g, step, across, target, offset, count); break;
            case 4: Add<Four>(v, stride, g, step, across, target, offset, count); break;
            default: Add<Five>(v, stride, g, step, across, target, offset, count); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<TWidth>(float** v, nint stride, float* g, nint step, nint across, float** target, int* offset, int count)
        where TWidth : struct, IConstant
    {
        TVector v00 = TLanes.Load(v[0]);
        TVector v01 = TWidth.Value > 1 ? TLanes.Load(v[0] + stride) : v00;
        TVector v02 = TWidth.Value > 2 ? TLanes.Load(v[0] + 2 * stride) : v00;
        TVector v03 = TWidth.Value > 3 ? TLanes.Load(v[0] + 3 * stride) : v00;
        TVector v04 = TWidth.Value > 4 ? TLanes.Load(v[0] + 4 * stride) : v00;
        TVector v10 = TLanes.Load(v[1]);
        TVector v11 = TWidth.Value > 1 ? TLanes.Load(v[1] + stride) : v10;
        TVector v12 = TWidth.Value > 2 ? TLanes.Load(v[1] + 2 * stride) : v10;
        TVector v13 = TWidth.Value > 3 ? TLanes.Load(v[1] + 3 * stride) : v10;
        TVector v14 = TWidth.Value > 4 ? TLanes.Load(v[1] + 4 * stride) : v10;
        TVector v20 = TLanes.Load(v[2]);
        TVector v21 = TWidth.Value > 1 ? TLanes.Load(v[2] + stride) : v20;
        TVector v22 = TWidth.Value > 2 ? TLanes.Load(v[2] + 2 * stride) : v20;
        TVector v23 = TWidth.Value > 3 ? TLanes.Load(v[2] + 3 * stride) : v20;
        TVector v24 = TWidth.Value > 4 ? TLanes.Load(v[2] + 4 * stride) : v20;
        TVector v30 = TLanes.Load(v[3]);
        TVector v31 = TWidth.Value > 1 ? TLanes.Load(v[3] + stride) : v30;
        TVector v32 = TWidth.Value > 2 ? TLanes.Load(v[3] + 2 * stride) : v30;
        TVector v33 = TWidth.Value > 3 ? TLanes.Load(v[3] + 3 * stride) : v30;
        TVector v34 = TWidth.Value > 4 ? TLanes.Load(v[3] + 4 * stride) : v30;
        float* t0 = target[0], t1 = target[1], t2 = target[2], t3 = target[3];
        for (int t = 0; t < count; t++, g += step)
        {
            nint at = offset[t];
            TVector y0 = TLanes.Load(t0 + at), y1 = TLanes.Load(t1 + at), y2 = TLanes.Load(t2 + at), y3 = TLanes.Load(t3 + at);
            TVector x = TLanes.Load(g);
            y0 = TLanes.MultiplyAdd(x, v00, y0);
            y1 = TLanes.MultiplyAdd(x, v10, y1);
            y2 = TLanes.MultiplyAdd(x, v20, y2);
            y3 = TLanes.MultiplyAdd(x, v30, y3);
            if (TWidth.Value > 1)
            {
                x = TLanes.Load(g + across);
                y0 = TLanes.MultiplyAdd(x, v01, y0);
                y1 = TLanes.MultiplyAdd(x, v11, y1);
                y2 = TLanes.MultiplyAdd(x, v21, y2);
                y3 = TLanes.MultiplyAdd(x, v31, y3);
            }
            if (TWidth.Value > 2)
            {
                x = TLanes.Load(g + 2 * across);
                y0 = TLanes.MultiplyAdd(x, v02, y0);
                y1 = TLanes.MultiplyAdd(x, v12, y1);
                y2 = TLanes.MultiplyAdd(x, v22, y2);
                y3 = TLanes.MultiplyAdd(x, v32, y3);
            }
            if (TWidth.Value > 3)
            {
                x = TLanes.Load(g + 3 * across);
                y0 = TLanes.MultiplyAdd(x, v03, y0);
                y1 = TLanes.MultiplyAdd(x, v13, y1);
                y2 = TLanes.MultiplyAdd(x, v23, y2);
                y3 = TLanes.MultiplyAdd(x, v33, y3);
            }
            if (TWidth.Value > 4)
            {
                x = TLanes.Load(g + 4 * across);
                y0 = TLanes.MultiplyAdd(x, v04, y0);
                y1 = TLanes.MultiplyAdd(x, v14, y1);
                y2 = TLanes.MultiplyAdd(x, v24, y2);
                y3 = TLanes.MultiplyAdd(x, v34, y3);
            }
            TLanes.Store(t0 + at, y0);
            TLanes.Store(t1 + at, y1);
            TLanes.Store(t2 + at, y2);
            TLanes.Store(t3 + at, y3);
        }
    }
}
