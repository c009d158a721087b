namespace Ntt.Cli.Grids;

/// <summary>One run of a grid.</summary>
/// <param name="Name">Its name, which no other cell of the grid has; the name of its file without the ending.</param>
/// <param name="Arguments">What stands behind <c>ntt run</c>.</param>
internal sealed record Cell(string Name, IReadOnlyList<string> Arguments);
