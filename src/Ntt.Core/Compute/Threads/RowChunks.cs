namespace Ntt.Compute;

/// <summary>A kernel that treats the rows of a matrix one by one.</summary>
internal interface IRowKernel
{
    /// <summary>Treats one row.</summary>
    void Run(int row);
}

/// <summary>Runs a row kernel over all rows, chunks of rows being the parts.</summary>
internal readonly struct RowChunks<TKernel> : IPartitionedWork
    where TKernel : struct, IRowKernel
{
    /// <summary>Elements that make a part of their own: some microseconds.</summary>
    private const long PartSize = 64 * 1024;

    private const int MaximumParts = 256;

    private readonly TKernel _kernel;
    private readonly int _rows;
    private readonly int _chunks;

    private RowChunks(in TKernel kernel, int rows, int chunks)
    {
        _kernel = kernel;
        _rows = rows;
        _chunks = chunks;
    }

    /// <summary>Runs the kernel.</summary>
    /// <param name="team">The threads to share the rows out to.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Elements the kernel treats in a row.</param>
    /// <param name="kernel">The kernel.</param>
    public static void Run(WorkerTeam team, int rows, int columns, in TKernel kernel)
    {
        int chunks = (int)Math.Clamp((long)rows * columns / PartSize, 1, Math.Clamp(rows, 1, MaximumParts));
        team.Run(chunks, new RowChunks<TKernel>(kernel, rows, chunks));
    }

    public void Run(int part)
    {
        int end = (int)((long)_rows * (part + 1) / _chunks);
        for (int row = (int)((long)_rows * part / _chunks); row < end; row++)
            _kernel.Run(row);
    }
}
