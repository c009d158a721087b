namespace Ntt.Core.Tests.Compute;

/// <summary>Compares with a product in double precision.</summary>
internal static class Near
{
    public static void AreEqual(double[] expected, ReadOnlySpan<float> actual, double tolerance, string message)
    {
        Assert.AreEqual(expected.Length, actual.Length, message);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance))
                Assert.Fail($"{message} at {i}: {actual[i]} instead of {expected[i]}");
        }
    }
}
