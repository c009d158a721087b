namespace Ntt.Compute;

/// <summary>Each thread's room for the per-sample products.</summary>
internal static class PatchBuffers
{
    [ThreadStatic]
    private static AlignedBuffer? s_vectors;

    [ThreadStatic]
    private static AlignedBuffer? s_image;

    [ThreadStatic]
    private static AlignedBuffer? s_selected;

    /// <summary>Room for vectors of cotangents or directions, in the order in which they are read.</summary>
    public static AlignedBuffer Vectors => s_vectors ??= new AlignedBuffer();

    /// <summary>Room for channels of an image of one block of lanes.</summary>
    public static AlignedBuffer Image => s_image ??= new AlignedBuffer();

    /// <summary>Room for elements of the patches that won in their windows.</summary>
    public static AlignedBuffer Selected => s_selected ??= new AlignedBuffer();
}
