using Ntt.Cli.Grids;
using Ntt.Cli.Results;

namespace Ntt.Cli.Paper;

/// <summary>
/// The figures and tables of the paper (Liu and Zenke, ICML 2020) that are made of runs on a data set. Known of them: figure 4 is LeNet-300-100 on MNIST
/// at 3 % while training, 5 trials, with bars from the least to the greatest; figures 4 to 9 and 12 are of MNIST and Fashion-MNIST; figure 10 compares
/// what layerwise and global pruning keep in each layer at 1 %; the tables are of Conv-4. Which network and data set each of figures 5 to 9 and 12 has
/// is an assignment made here: docs/reproduce.md tells more.
/// </summary>
internal static class PaperFigures
{
    /// <summary>LeNet-300-100.</summary>
    public const string Mlp = "lenet-300-100";

    /// <summary>LeNet-5 in Caffe's form.</summary>
    public const string LeNet5 = "lenet-5-caffe";

    /// <summary>Conv-4.</summary>
    public const string Conv4 = "conv-4";

    private const string Mnist = "mnist";
    private const string Fashion = "fashion-mnist";
    private const string Cifar10 = "cifar10";
    private const string Svhn = "svhn";

    private static readonly double[] s_densities = [0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5];

    private static readonly GridMethod[] s_layerwise =
    [
        new("ntt", "layerwise"), new("random", "layerwise"), new("scaled-random", "layerwise"), new("snip", "layerwise"), new("logit-snip", "layerwise"),
    ];

    private static readonly GridMethod[] s_withDense = [.. s_layerwise, new(RunResult.Dense, "layerwise")];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PaperFigure> All { get; } =
    [
        WhileTraining("fig4", new(Mnist, Mlp)),
        AgainstDensity("fig5", new(Mnist, Mlp)),
        AgainstDensity("fig6", new(Fashion, Mlp)),
        AgainstDensity("fig7", new(Mnist, LeNet5)),
        AgainstDensity("fig8", new(Fashion, LeNet5)),
        WhileTraining("fig9", new(Fashion, Mlp)),
        new PaperFigure(
            "fig10", "Fig. 10", "What layerwise and global pruning keep of each layer at 1 %", FigureKind.Layers, [new(Cifar10, Conv4)],
            [new("ntt", "layerwise", "global"), new("snip", "layerwise", "global"), new("logit-snip", "layerwise", "global")], [0.01]),
        WhileTraining("fig12", new(Mnist, LeNet5)),
        new PaperFigure(
            "table1", "Table 1", "Test accuracy of layerwise pruning", FigureKind.Table, [new(Cifar10, Conv4), new(Svhn, Conv4)],
            s_layerwise, [0.05, 0.03, 0.01]),
        new PaperFigure(
            "table2", "Table 2", "Test accuracy of global pruning", FigureKind.Table, [new(Cifar10, Conv4)],
            [new("ntt", "global"), new("snip", "global"), new("logit-snip", "global")], [0.05, 0.03, 0.01]),
    ];

    private static PaperFigure WhileTraining(string name, FigurePanel panel)
        => new(name, $"Fig. {name[3..]}", "Test accuracy while training at 3 %", FigureKind.WhileTraining, [panel], s_withDense, [0.03]);

    private static PaperFigure AgainstDensity(string name, FigurePanel panel)
        => new(name, $"Fig. {name[3..]}", "Test accuracy against density", FigureKind.AgainstDensity, [panel], s_withDense, s_densities);
}
