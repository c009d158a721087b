namespace Ntt.Cli.Paper;

/// <summary>An accuracy that the paper's tables print.</summary>
/// <param name="Panel">Data set and network.</param>
/// <param name="Method">The method.</param>
/// <param name="Allocation">How the kept weights are shared out.</param>
/// <param name="Density">Kept fraction.</param>
/// <param name="Mean">Mean over 5 runs, percent.</param>
/// <param name="Spread">What stands behind the ±, percentage points; the paper does not say what it is.</param>
internal sealed record PublishedAccuracy(FigurePanel Panel, string Method, string Allocation, double Density, double Mean, double Spread);

/// <summary>Test accuracies while training that the authors' notebooks print, of two runs.</summary>
/// <param name="Panel">Data set and network.</param>
/// <param name="Method">The method, layerwise.</param>
/// <param name="Density">Kept fraction.</param>
/// <param name="Steps">By the updates made, one more than the step of the heading; percent.</param>
/// <param name="End">Means of the last ten records, percent.</param>
internal sealed record PublishedCourse(
    FigurePanel Panel, string Method, double Density, IReadOnlyDictionary<int, (double First, double Second)> Steps, (double First, double Second) End);

/// <summary>The numbers that the authors published in text. Of the figures' curves there are none.</summary>
internal static class PublishedNumbers
{
    private static readonly FigurePanel s_cifar10 = new("cifar10", PaperFigures.Conv4);
    private static readonly FigurePanel s_svhn = new("svhn", PaperFigures.Conv4);
    private static readonly FigurePanel s_mlp = new("mnist", PaperFigures.Mlp);
    private static readonly FigurePanel s_leNet5 = new("mnist", PaperFigures.LeNet5);

    private static readonly double[] s_densities = [0.05, 0.03, 0.01];
    private static readonly int[] s_steps = [100, 1_000, 5_000, 10_000, 20_000];

    /// <summary>Tables 1 (layerwise) and 2 (global): Liu and Zenke, ICML 2020, arXiv 2006.08228.</summary>
    public static IReadOnlyList<PublishedAccuracy> Accuracies { get; } =
    [
        .. Row(s_cifar10, "random", "layerwise", (67.94, 0.92), (58.09, 1.02), (22.17, 6.98)),
        .. Row(s_cifar10, "scaled-random", "layerwise", (66.86, 1.05), (57.17, 0.84), (37.24, 1.22)),
        .. Row(s_cifar10, "logit-snip", "layerwise", (62.93, 5.45), (50.77, 3.59), (33.30, 3.92)),
        .. Row(s_cifar10, "snip", "layerwise", (68.90, 0.87), (55.64, 3.47), (27.84, 5.25)),
        .. Row(s_cifar10, "ntt", "layerwise", (71.84, 0.72), (65.58, 0.76), (52.14, 1.39)),
        .. Row(s_svhn, "random", "layerwise", (77.87, 0.28), (72.09, 0.66), (18.70, 1.47)),
        .. Row(s_svhn, "scaled-random", "layerwise", (79.55, 0.26), (75.22, 0.27), (48.47, 3.10)),
        .. Row(s_svhn, "logit-snip", "layerwise", (74.89, 4.40), (66.21, 4.68), (41.92, 5.90)),
        .. Row(s_svhn, "snip", "layerwise", (75.62, 3.28), (64.08, 4.77), (43.58, 3.30)),
        .. Row(s_svhn, "ntt", "layerwise", (81.49, 0.45), (79.04, 0.32), (71.63, 0.80)),
        .. Row(s_cifar10, "logit-snip", "global", (77.27, 0.36), (75.13, 0.66), (65.90, 0.48)),
        .. Row(s_cifar10, "snip", "global", (78.28, 0.33), (76.00, 0.48), (67.12, 0.46)),
        .. Row(s_cifar10, "ntt", "global", (78.85, 0.36), (76.28, 0.32), (68.81, 0.28)),
    ];

    /// <summary>Outputs of the two notebooks in the authors' repository, fmi-basel/neural-tangent-transfer at 238afd8: 3 % of the weights, 20 epochs of NTT, 50 of training.</summary>
    public static IReadOnlyList<PublishedCourse> Courses { get; } =
    [
        Course(s_mlp, "ntt", [(75.65, 74.68), (93.06, 92.98), (96.24, 96.31), (96.65, 96.67), (96.76, 96.83)], (96.42, 96.50)),
        Course(s_mlp, "random", [(44.69, 38.64), (88.65, 87.09), (92.45, 91.14), (93.33, 92.57), (93.23, 92.92)], (93.60, 93.13)),
        Course(s_leNet5, "ntt", [(86.27, 85.71), (96.28, 96.17), (98.20, 97.88), (98.34, 98.20), (98.43, 98.34)], (98.34, 98.35)),
        Course(s_leNet5, "random", [(29.48, 33.74), (90.08, 91.26), (94.92, 95.14), (95.82, 96.25), (96.32, 96.75)], (96.46, 97.01)),
    ];

    private static IEnumerable<PublishedAccuracy> Row(FigurePanel panel, string method, string allocation, params (double Mean, double Spread)[] values)
        => s_densities.Zip(values, (density, value) => new PublishedAccuracy(panel, method, allocation, density, value.Mean, value.Spread));

    private static PublishedCourse Course(FigurePanel panel, string method, (double First, double Second)[] values, (double First, double Second) end)
        => new(panel, method, 0.03, s_steps.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second), end);
}
