using System.Runtime.Intrinsics.X86;

namespace Ntt.Compute;

/// <summary>Asks for memory before it is needed, where the order of reading is none that the processor foresees.</summary>
internal static unsafe class Prefetch
{
    private const int LineFloats = 16;

    /// <summary>Asks for the floats from the start on.</summary>
    public static void Read(float* start, nint length)
    {
        if (!Sse.IsSupported)
            return;
        for (nint i = 0; i < length; i += LineFloats)
            Sse.Prefetch1(start + i);
    }
}
