using Ntt.Compute;

namespace Ntt.Cli.Benches;

/// <summary>Copies memory that is too large for any cache, a part a thread.</summary>
/// <param name="source">What is copied.</param>
/// <param name="target">Where it goes.</param>
/// <param name="parts">Number of parts.</param>
internal readonly struct CopyWork(float[] source, float[] target, int parts) : IPartitionedWork
{
    public void Run(int part)
    {
        var (start, end) = (Boundary(part), Boundary(part + 1));
        source.AsSpan(start, end - start).CopyTo(target.AsSpan(start));
    }

    private int Boundary(int part) => (int)((long)source.Length * part / parts);
}
