using Ntt.Cli.Paper;
using Ntt.Cli.Toy;

namespace Ntt.Cli.Grids;

/// <summary>All that <c>ntt reproduce</c> makes, by name.</summary>
internal static class StudyCatalog
{
    /// <summary>The figures and tables of the paper, then the grids.</summary>
    public static IReadOnlyList<IStudy> All { get; } = [.. ToyFigure.All, .. PaperFigures.All, .. GridCatalog.All];
}
