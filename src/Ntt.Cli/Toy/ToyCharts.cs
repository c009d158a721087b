using Ntt.Cli.Figures;

namespace Ntt.Cli.Toy;

/// <summary>The pictures of the toy problem.</summary>
internal static class ToyCharts
{
    /// <summary>The paths that the two outputs of some images take while each network is trained.</summary>
    public static PathChart Paths(ToyResult result) => new(
        $"Outputs while training, kernel of {result.KernelScope} weights",
        "output for class 0",
        "output for class 1",
        [.. result.Networks.Select(network => (network.Name, (IReadOnlyList<IReadOnlyList<double[]>>)[.. network.Paths.Select(path => path.Outputs)]))])
    {
        Subtitle = $"{Subtitle(result)}, seed {result.Seed}",
    };

    /// <summary>The distance of each student's outputs from the teacher's, step by step; over several results the mean and the range.</summary>
    public static LineChart Distances(IReadOnlyList<ToyResult> results) => OverSteps(
        results, "Distance of the outputs from the teacher's", "mean distance", AxisScale.Linear, network => network.Distance, hasTeacher: false);

    /// <summary>The loss of each network, step by step; over several results the mean and the range.</summary>
    public static LineChart Losses(IReadOnlyList<ToyResult> results) => OverSteps(
        results, "Loss while training", "mean of half the squared error", AxisScale.Logarithmic, network => network.Loss, hasTeacher: true);

    private static LineChart OverSteps(
        IReadOnlyList<ToyResult> results, string title, string label, AxisScale scale, Func<ToyNetwork, IReadOnlyList<double>> values, bool hasTeacher)
    {
        var (first, steps) = (results[0], results[0].Steps);
        return new LineChart(
            title, "step of training, from 1", AxisScale.Logarithmic, label, scale,
            [
                .. from item in ToyNetworks.Of(results).Index()
                   where hasTeacher || item.Item.Name != ToyNetwork.Teacher
                   select new Curve(item.Item.Name, [.. Points(item.Item.Seeds)]) { Style = item.Index },
            ])
        {
            Subtitle = Subtitle(first),
        };

        IEnumerable<CurvePoint> Points(IReadOnlyList<ToySeed> seeds) => steps.Select((step, index) =>
        {
            double[] all = [.. seeds.Select(seed => values(seed.Network)[index])];
            return new CurvePoint(step + 1, all.Average(), all.Min(), all.Max());
        });
    }

    private static string Subtitle(ToyResult result)
        => $"{result.Data}, {result.Network}, {result.Density.Requested:0.###%} of the weights{(result.Budget is { } budget ? $"; budget {budget}" : "")}";
}
