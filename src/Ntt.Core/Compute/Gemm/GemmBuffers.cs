namespace Ntt.Compute;

/// <summary>Each thread's room for packed panels.</summary>
internal static class GemmBuffers
{
    [ThreadStatic]
    private static AlignedBuffer? s_a;

    [ThreadStatic]
    private static AlignedBuffer? s_b;

    public static AlignedBuffer A => s_a ??= new AlignedBuffer();

    public static AlignedBuffer B => s_b ??= new AlignedBuffer();
}
