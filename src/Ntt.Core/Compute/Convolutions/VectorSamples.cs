using System.Buffers;

namespace Ntt.Compute;

/// <summary>Which samples the columns of a layout belong to, vector by vector; for segments that are whole vectors. Pinned.</summary>
/// <param name="samples">Samples of the layout.</param>
/// <param name="first">The sample of each vector's first lane; null for none.</param>
internal readonly unsafe struct VectorSamples(int samples, int* first)
{
    public readonly int Samples = samples;
    public readonly int* First = first;

    /// <summary>The widest vectors, up to a given width, that every segment is a whole number of.</summary>
    public static VectorWidth Fitting(VectorWidth width, ColumnLayout layout)
    {
        foreach (ColumnSegment segment in layout.Segments)
        {
            while (segment.Count % (int)width != 0)
                width = width == VectorWidth.Vector128 ? VectorWidth.Scalar : (VectorWidth)((int)width / 2);
        }
        return width;
    }

    /// <summary>The samples of all vectors, in a rented array.</summary>
    public static int[] Rent(ColumnLayout layout, VectorWidth width)
    {
        int[] first = ArrayPool<int>.Shared.Rent(Math.Max(1, layout.Columns / (int)width));
        int vector = 0;
        foreach (ColumnSegment segment in layout.Segments)
        {
            for (int output = 0; output < segment.Repeats; output++)
                for (int sample = 0; sample < segment.Count; sample += (int)width)
                    first[vector++] = segment.Sample + sample;
        }
        return first;
    }
}
