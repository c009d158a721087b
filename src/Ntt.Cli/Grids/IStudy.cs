using Ntt.Cli.CommandLine;

namespace Ntt.Cli.Grids;

/// <summary>What <c>ntt reproduce</c> makes: results in a folder, a file a cell, and in the end what is made of them.</summary>
internal interface IStudy
{
    /// <summary>The name it is asked for by.</summary>
    string Name { get; }

    /// <summary>What it shows, one sentence.</summary>
    string Description { get; }

    /// <summary>What it is asked for. A study that has no budgets or no choice of data refuses them.</summary>
    /// <param name="budget">The budget; null for the study's preset.</param>
    /// <param name="data">The only data set that is asked for; null for the study's own.</param>
    /// <exception cref="UsageException">There is no such budget, or it is not about the data set.</exception>
    StudyPlan Plan(string? budget, string? data);

    /// <summary>Writes what is made of the results of a folder, once all are there.</summary>
    /// <returns>The paths of the files written.</returns>
    IReadOnlyList<string> Publish(string folder);
}

/// <summary>A study under one budget.</summary>
/// <param name="Budget">The budget's name; null for a study without budgets.</param>
/// <param name="Cells">The cells, in the order in which they are run.</param>
internal sealed record StudyPlan(string? Budget, IReadOnlyList<Cell> Cells);
