using System.Globalization;
using Ntt.Cli.CommandLine;
using Ntt.Cli.Results;

namespace Ntt.Cli.Grids;

/// <summary>Runs that together answer one question: every method under every allocation, density and seed. Cells do not depend on each other.</summary>
/// <param name="Name">The name it is asked for by.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Common">The arguments of <c>ntt run</c> that all cells share.</param>
/// <param name="Densities">Densities.</param>
/// <param name="Methods">Methods with their allocations.</param>
/// <param name="Seeds">Seeds.</param>
internal sealed record Grid(
    string Name,
    string Description,
    string Common,
    IReadOnlyList<double> Densities,
    IReadOnlyList<GridMethod> Methods,
    IReadOnlyList<int> Seeds) : IStudy
{
    /// <summary>The cells, seed by seed, so that what an interrupted grid leaves is balanced.</summary>
    public IReadOnlyList<RunCell> Cells { get; } =
    [
        .. from seed in Seeds
           from density in Densities
           from method in Methods
           from allocation in method.Allocations
           where method.IsPruning || (density == Densities[0] && allocation == method.Allocations[0])
           select CellOf(Common, method, allocation, density, seed),
    ];

    /// <inheritdoc/>
    public StudyPlan Plan(string? budget, string? data)
        => budget is null && data is null ? new StudyPlan(null, Cells) : throw new UsageException(
            $"{Name} has settings of its own; --budget and --data are for the paper's figures and tables.");

    /// <summary>Nothing: <c>ntt tables</c> and <c>ntt report</c> show grids.</summary>
    public IReadOnlyList<string> Publish(string folder) => [];

    private static RunCell CellOf(string common, GridMethod method, string allocation, double density, int seed)
    {
        var kept = density.ToString(CultureInfo.InvariantCulture);
        string[] choice = method.IsPruning ? ["--density", kept, "--allocation", allocation] : [];
        return new RunCell(
            method.IsPruning ? $"{method.Name}-{allocation}-{kept}-{seed}" : $"{method.Name}-{seed}",
            method.Name,
            [.. common.Split(' '), "--method", method.Name, .. choice, "--seed", $"{seed}"],
            Budget: null);
    }
}

/// <summary>A method of a grid.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Allocations">The names of the allocations it is run with.</param>
internal sealed record GridMethod(string Name, params IReadOnlyList<string> Allocations)
{
    /// <summary>Whether density and allocation mean anything to it.</summary>
    public bool IsPruning => Name != RunResult.Dense;
}
