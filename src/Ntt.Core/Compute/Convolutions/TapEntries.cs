namespace Ntt.Compute;

/// <summary>
/// The kept weights of a convolution, pinned, in the order in which a channel of the written image sums them up: the entries of channel
/// g and group of taps t are those from Start[g · groups + t] to before Start[g · groups + t + 1]; entry e reads Offset[e] floats from where
/// tap 0 of channel 0 would, and has the value Values[e], or Values[Position[e]] where there is a position.
/// </summary>
internal readonly unsafe struct TapEntries(
    int channels, int groups, bool allTaps, int count, int* start, int* offset, int* position, float* values)
{
    /// <summary>Channels of the written image.</summary>
    public readonly int Channels = channels;

    /// <summary>Groups of a channel: its taps, or 1 for all of them.</summary>
    public readonly int Groups = groups;

    /// <summary>Whether every position has all taps, and there is one group.</summary>
    public readonly bool AllTaps = allTaps;

    /// <summary>Number of kept weights.</summary>
    public readonly int Count = count;

    public readonly int* Start = start;
    public readonly int* Offset = offset;
    public readonly int* Position = position;
    public readonly float* Values = values;
}
