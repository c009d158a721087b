namespace Ntt.Torch.Tests;

/// <summary>Comparison of numbers that two engines computed in different orders.</summary>
internal static class Differ
{
    /// <summary>Fails when two numbers differ by more than a fraction of the largest.</summary>
    public static void ByAtMost(double fraction, IReadOnlyList<float> expected, IReadOnlyList<float> actual)
    {
        Assert.HasCount(expected.Count, actual);
        var largest = expected.Max(Math.Abs);
        Assert.IsGreaterThan(0, largest);
        for (var index = 0; index < expected.Count; index++)
            Assert.IsLessThanOrEqualTo(fraction * largest, Math.Abs(expected[index] - actual[index]), $"Number {index} is {actual[index]}, not {expected[index]}.");
    }
}
