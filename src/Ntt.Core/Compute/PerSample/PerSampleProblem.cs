namespace Ntt.Compute;

/// <summary>What the per-sample products work on, pinned.</summary>
/// <param name="layout">The samples and their columns.</param>
/// <param name="positions">Positions of an output image, or windows of a pool over it.</param>
/// <param name="position">[positions]: where the patch of each position, or of the first one of each window, is, in floats from the first one.</param>
/// <param name="rows">The rows of the matrix of Jacobians or directions.</param>
internal readonly unsafe struct PerSampleProblem(ColumnLayout layout, int positions, int* position, PatchRows rows)
{
    public readonly ColumnLayout Layout = layout;
    public readonly nint Columns = layout.Columns;
    public readonly int Positions = positions;
    public readonly int* Position = position;
    public readonly PatchRows Rows = rows;

    /// <summary>Columns a sample has.</summary>
    public int Outputs => Layout.Segments[0].Repeats;

    public OutputTiles Tiles => new(Outputs);
}
