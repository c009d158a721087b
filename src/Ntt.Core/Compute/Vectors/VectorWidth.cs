using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <summary>The vector instructions a kernel is compiled for; the value is the number of floats in a vector.</summary>
internal enum VectorWidth
{
    Scalar = 1,
    Vector128 = 4,
    Vector256 = 8,
    Vector512 = 16,
}

/// <summary>What this machine offers.</summary>
internal static class VectorWidths
{
    /// <summary>The widest vectors that the hardware carries out itself.</summary>
    public static VectorWidth Widest =>
        Vector512.IsHardwareAccelerated ? VectorWidth.Vector512
        : Vector256.IsHardwareAccelerated ? VectorWidth.Vector256
        : Vector128.IsHardwareAccelerated ? VectorWidth.Vector128
        : VectorWidth.Scalar;

    /// <summary>The widest vectors, up to a given width, that so many floats fill: kernels move a tail's vector back into the row.</summary>
    public static VectorWidth Fitting(VectorWidth width, int floats)
    {
        while (width > VectorWidth.Scalar && floats < (int)width)
            width = width == VectorWidth.Vector128 ? VectorWidth.Scalar : (VectorWidth)((int)width / 2);
        return width;
    }

    /// <summary>The widest vectors, up to a given width, that the samples of every segment fill.</summary>
    public static VectorWidth Fitting(VectorWidth width, ColumnLayout layout)
    {
        foreach (ColumnSegment segment in layout.Segments)
            width = Fitting(width, segment.Count);
        return width;
    }
}
