using Ntt.Cli.Results;

namespace Ntt.Cli.Benches;

/// <summary>The exponents of curves: cost ~ size^e.</summary>
internal static class GrowthExponents
{
    /// <summary>The exponent of every curve among the rows, of the times beside that of the operations.</summary>
    public static IEnumerable<ExponentRow> Of(IEnumerable<BenchRow> rows) => rows
        .Where(row => row is { Curve: not null, Size: not null })
        .GroupBy(row => row.Curve!)
        .Select(curve => new ExponentRow(
            curve.Key,
            Fit([.. curve.Select(row => (row.Size!.Value, row.MedianMs))]),
            Fit([.. curve.Select(row => (row.Size!.Value, row.Gflop ?? double.NaN))])));

    /// <summary>The slope of the straight line through the logarithms with the least squared error.</summary>
    public static double Fit(IReadOnlyList<(double Size, double Cost)> points)
    {
        var meanX = points.Average(point => Math.Log(point.Size));
        var meanY = points.Average(point => Math.Log(point.Cost));
        var (covariance, variance) = (0.0, 0.0);
        foreach (var (size, cost) in points)
        {
            var x = Math.Log(size) - meanX;
            covariance += x * (Math.Log(cost) - meanY);
            variance += x * x;
        }

        return covariance / variance;
    }
}
