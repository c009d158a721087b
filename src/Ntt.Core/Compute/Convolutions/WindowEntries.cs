namespace Ntt.Compute;

/// <summary>
/// The kept weights of a convolution, pinned, by channel of the written image: the entries of channel c are those from Start[c] to before
/// Start[c + 1]; entry e has the value Values[e] and reads Offset[phase · Count + e] floats from a position's own place in a window.
/// </summary>
internal readonly unsafe struct WindowEntries(int channels, int count, int* start, int* offset, float* values)
{
    /// <summary>Channels of the written image.</summary>
    public readonly int Channels = channels;

    /// <summary>Number of kept weights.</summary>
    public readonly int Count = count;

    public readonly int* Start = start;
    public readonly int* Offset = offset;
    public readonly float* Values = values;
}
