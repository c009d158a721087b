namespace Ntt.Compute;

/// <summary>
/// Makes room for matrices that starts on a cache line. A vector load that straddles two lines costs two, so the kernels are up
/// to half as fast again on such memory when rows are a multiple of 16 floats apart; they are right on any memory.
/// </summary>
public static class AlignedArray
{
    private const int LineFloats = 64 / sizeof(float);

    /// <summary>Makes zeroed room.</summary>
    /// <param name="length">Number of floats, 0 or more.</param>
    /// <returns>The room; it is managed memory that the garbage collector never moves.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public static unsafe Memory<float> Allocate(int length)
    {
        MatrixArgument.CheckSize(length, nameof(length));
        float[] array = GC.AllocateArray<float>(checked(length + LineFloats - 1), pinned: true);
        fixed (float* start = array)
        {
            int past = (int)((nuint)start / sizeof(float) % LineFloats);
            return array.AsMemory((LineFloats - past) % LineFloats, length);
        }
    }
}
