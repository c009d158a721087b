namespace Ntt.Core.Tests.Tangents;

/// <summary>How far a gradient in float lies from the oracle's.</summary>
/// <param name="OfLargest">max |Δg| / max |g|.</param>
/// <param name="Elementwise">max |Δg| / |g| over the entries with |g| above 1e-3 of the largest.</param>
internal readonly record struct GradientError(double OfLargest, double Elementwise)
{
    public static GradientError Of(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.HasCount(expected.Length, actual);
        var largest = expected.Max(Math.Abs);
        Assert.IsGreaterThan(1e-6, largest, "The oracle's gradient is nothing to compare with.");
        double ofLargest = 0, elementwise = 0;
        for (var index = 0; index < expected.Length; index++)
        {
            var difference = Math.Abs(expected[index] - actual[index]);
            ofLargest = Math.Max(ofLargest, double.IsNaN(difference) ? double.PositiveInfinity : difference / largest);
            if (Math.Abs(expected[index]) > 1e-3 * largest)
            {
                elementwise = Math.Max(elementwise, difference / Math.Abs(expected[index]));
            }
        }

        return new GradientError(ofLargest, elementwise);
    }
}
