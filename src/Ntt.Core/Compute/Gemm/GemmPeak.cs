using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <summary>
/// The micro-kernel of <see cref="Gemm"/> alone: tiles of panels that stay in a first-level cache, packed already. No product is faster, so
/// its rate is the measure of all others.
/// </summary>
internal static class GemmPeak
{
    /// <summary>Computes the same tile many times on every thread of a team and returns the operations that were made, 2 a multiply-add.</summary>
    public static double Run(WorkerTeam team) => VectorWidths.Widest switch
    {
        VectorWidth.Vector512 => GemmPeakWork<Lanes512, Vector512<float>>.Run(team),
        VectorWidth.Vector256 => GemmPeakWork<Lanes256, Vector256<float>>.Run(team),
        VectorWidth.Vector128 => GemmPeakWork<Lanes128, Vector128<float>>.Run(team),
        _ => GemmPeakWork<LanesScalar, float>.Run(team),
    };
}

/// <summary>One thread's share.</summary>
internal readonly unsafe struct GemmPeakWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    // With the widest vectors both panels together fill three quarters of a first-level cache of 48 KB.
    private const int Depth = 192;
    private const int Tiles = 1_000;

    private static int Rows => GemmBlock<TLanes, TVector>.TileRows;

    private static int Columns => GemmBlock<TLanes, TVector>.TileColumns;

    public static double Run(WorkerTeam team)
    {
        team.Run(team.Threads, default(GemmPeakWork<TLanes, TVector>));
        return 2.0 * team.Threads * Tiles * Rows * Columns * Depth;
    }

    public void Run(int part)
    {
        int lengthA = GemmBlock<TLanes, TVector>.StepA * Depth;
        int lengthB = Columns * Depth;
        float* a = GemmBuffers.A.Reserve((nuint)lengthA);
        float* b = GemmBuffers.B.Reserve((nuint)(lengthB + (Rows * Columns)));
        new Span<float>(a, lengthA).Fill(0.5f);
        new Span<float>(b, lengthB).Fill(0.5f);
        for (int tile = 0; tile < Tiles; tile++)
            GemmBlock<TLanes, TVector>.Tile(Rows, Columns, Depth, a, b, Columns, b + lengthB, Columns, accumulate: false);
    }
}
