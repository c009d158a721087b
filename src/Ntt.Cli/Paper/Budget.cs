using System.Globalization;
using Ntt.Cli.CommandLine;
using Ntt.Data;

namespace Ntt.Cli.Paper;

/// <summary>How much a figure or table of the paper may cost: how long its runs are, how many seeds and which of its densities it has.</summary>
/// <param name="Name">The name it is asked for by; every result, figure and table bears it.</param>
/// <param name="Description">What it is, in a few words.</param>
/// <param name="Lengths">What it means for each network, by the network's name.</param>
internal sealed record Budget(string Name, string Description, IReadOnlyDictionary<string, RunLength> Lengths)
{
    private static readonly double[] s_few = [0.01, 0.03, 0.1];

    /// <summary>A minute or so: whether everything works, not what comes out.</summary>
    public static Budget Smoke { get; } = new("smoke", "a minute or so, to see that everything works", new Dictionary<string, RunLength>
    {
        [PaperFigures.Mlp] = new("--ntt-steps 10 --steps 30", 1, [0.03, 0.1], "10 steps of NTT and 30 of training, 1 seed"),
        [PaperFigures.LeNet5] = new("--ntt-steps 2 --steps 20", 1, [0.03, 0.01], "2 steps of NTT and 20 of training, 1 seed"),
        [PaperFigures.Conv4] = new("--ntt-steps 2 --steps 5 --kernel-scope retained", 1, [0.03, 0.01], "2 steps of NTT and 5 of training, kernel of the kept weights, 1 seed"),
    });

    /// <summary>What two processor cores do in an hour or so.</summary>
    public static Budget Short { get; } = new("short", "an hour or so on two cores", new Dictionary<string, RunLength>
    {
        [PaperFigures.Mlp] = new("--ntt-epochs 20 --epochs 15", 3, null, "15 of 50 epochs of training, 3 of 5 seeds"),
        [PaperFigures.LeNet5] = new("--ntt-steps 1500 --epochs 5", 2, s_few, "1,500 of 18,720 steps of NTT, 5 of 50 epochs of training, 2 of 5 seeds"),
        [PaperFigures.Conv4] = new(
            "--ntt-steps 1000 --epochs 10 --kernel-scope retained --cache-teacher", 1, null,
            "1,000 of 31,200 steps of NTT, kernel of the kept weights, teacher computed once a batch, 10 of 600 epochs of training, 1 of 5 seeds"),
    });

    /// <summary>The paper's own settings.</summary>
    public static Budget Paper { get; } = new("paper", "the paper's own settings, up to weeks", new Dictionary<string, RunLength>
    {
        [PaperFigures.Mlp] = new("--ntt-epochs 20 --epochs 50", 5, null, null),
        [PaperFigures.LeNet5] = new("--ntt-epochs 20 --epochs 50", 5, null, null),
        [PaperFigures.Conv4] = new("--ntt-epochs 20 --epochs 600", 5, null, null),
    });

    /// <summary>All of them, the smallest first.</summary>
    public static IReadOnlyList<Budget> All { get; } = [Smoke, Short, Paper];

    /// <summary>The one that is taken when none is asked for.</summary>
    public static Budget Preset => Short;

    /// <summary>The one of a name.</summary>
    public static Budget Find(string name) => All.Single(budget => budget.Name == name);

    /// <summary>The one that is asked for.</summary>
    /// <param name="name">Its name; null for the preset.</param>
    /// <param name="data">The data set that is asked for; null for the study's own.</param>
    /// <exception cref="UsageException">The budget does not go with the data set.</exception>
    public static Budget Choose(string? name, string? data)
    {
        var asked = name is null ? Preset : Find(name);
        return data != DataSets.Digits || asked == Smoke ? asked : throw new UsageException(
            $"--data {data} goes with --budget {Smoke.Name} alone; results on generated images are none of the paper's.");
    }

    /// <summary>A density as arguments and names have it.</summary>
    public static string Text(double density) => density.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a budget means for a network.</summary>
/// <param name="Arguments">Arguments of <c>ntt run</c>.</param>
/// <param name="Seeds">Seeds, from 1.</param>
/// <param name="Densities">The only densities that are run; null for all of a figure.</param>
/// <param name="Deviations">What is not as in the paper, in words; null for nothing.</param>
internal sealed record RunLength(string Arguments, int Seeds, IReadOnlyList<double>? Densities, string? Deviations);
