namespace Ntt.Compute;

/// <summary>Outputs cut into tiles of about equal width, as wide as <see cref="PatchTile{TLanes, TVector}"/> takes at most.</summary>
internal readonly struct OutputTiles(int outputs)
{
    private const int Widest = 5;

    /// <summary>Number of tiles.</summary>
    public int Count => (outputs + Widest - 1) / Widest;

    /// <summary>The first output of a tile; the number of outputs for the tile after the last.</summary>
    public int Start(int tile) => (int)((long)outputs * tile / Count);

    /// <summary>Outputs of a tile.</summary>
    public int Width(int tile) => Start(tile + 1) - Start(tile);
}
