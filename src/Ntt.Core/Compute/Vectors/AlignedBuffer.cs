using System.Runtime.InteropServices;

namespace Ntt.Compute;

/// <summary>
/// A block of native memory that starts on a cache line and grows on demand; one thread uses it at a time. The kernels keep
/// theirs per thread, so that nothing is allocated once the largest size has been seen.
/// </summary>
internal sealed unsafe class AlignedBuffer
{
    private const int Alignment = 64;

    private float* _start;
    private nuint _length;

    ~AlignedBuffer() => NativeMemory.AlignedFree(_start);

    /// <summary>Room for <paramref name="length"/> floats, of any content.</summary>
    public float* Reserve(nuint length)
    {
        if (length > _length)
        {
            NativeMemory.AlignedFree(_start);
            // The next line may throw: what was freed must not be freed again, nor handed out.
            _start = null;
            _length = 0;
            _start = (float*)NativeMemory.AlignedAlloc(length * sizeof(float), Alignment);
            _length = length;
        }
        return _start;
    }
}
