using System.Numerics;

namespace Ntt.Compute;

/// <summary>Into how many parts work is cut.</summary>
internal static class PartCount
{
    /// <summary>The largest power of two of parts that are not smaller than asked for; at least one.</summary>
    /// <param name="size">The size of the work.</param>
    /// <param name="partSize">The size of a part, in the same unit.</param>
    /// <param name="most">The most parts.</param>
    public static int PowerOfTwo(long size, long partSize, int most)
        => (int)Math.Clamp((long)BitOperations.RoundUpToPowerOf2((ulong)(size / partSize + 1)) / 2, 1, most);
}
