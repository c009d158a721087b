namespace Ntt.Compute;

/// <summary>
/// How the taps of a kernel join the positions of two images along one axis: for each position of the image that is written, which taps
/// have a position inside the image that is read, and where. The position read through tap t is Base(position) + Offset(t).
/// </summary>
/// <param name="targets">Positions of the image that is written.</param>
/// <param name="sources">Positions of the image that is read.</param>
/// <param name="taps">Taps of the kernel.</param>
/// <param name="stride">Stride of the convolution.</param>
/// <param name="pad">Padding before the input image.</param>
/// <param name="isAdjoint">Whether inputs are written and outputs read, or else the other way round.</param>
internal readonly struct TapAxis(int targets, int sources, int taps, int stride, int pad, bool isAdjoint)
{
    /// <summary>Positions of the image that is written.</summary>
    public int Targets => targets;

    /// <summary>Taps from one that a position has to its next.</summary>
    public int Step => isAdjoint ? stride : 1;

    /// <summary>Where tap 0 of a position would read.</summary>
    public int Base(int target) => isAdjoint ? (target + pad) / stride : target * stride - pad;

    /// <summary>How far from <see cref="Base"/> a tap reads.</summary>
    public int Offset(int tap) => isAdjoint ? -(tap / stride) : tap;

    /// <summary>The first tap of a position.</summary>
    public int First(int target) => isAdjoint
        ? (target + pad) % stride + stride * Math.Max(0, Base(target) - sources + 1)
        : Math.Max(0, -Base(target));

    /// <summary>The end of a position's taps; not above the first one where there are none.</summary>
    public int End(int target) => isAdjoint
        ? Math.Min(taps, (target + pad) % stride + stride * Base(target) + 1)
        : Math.Min(taps, sources - Base(target));

    /// <summary>The end of the run of positions that starts at one: neighbours with the same taps that read neighbours.</summary>
    public int RunEnd(int target)
    {
        int end = target + 1;
        if (stride == 1)
        {
            while (end < targets && First(end) == First(target) && End(end) == End(target))
                end++;
        }
        return end;
    }
}
