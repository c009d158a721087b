using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class DropoutTests
{
    [TestMethod]
    public void HasTheSameBitsForEveryNumberOfThreads()
    {
        const int Rows = 2000, Columns = 67;
        float[]? expected = null;
        for (int threads = 1; threads <= 3; threads++)
        {
            using var team = new WorkerTeam(threads);
            float[] factors = Apply(team, Rows, Columns, key: 5, rate: 0.3);
            CollectionAssert.AreEqual(expected ??= factors, factors);
        }
    }

    [TestMethod]
    public void AFactorDependsOnItsPlaceAlone()
    {
        float[] narrow = Apply(WorkerTeam.Caller, 7, 5, key: 6, rate: 0.5), wide = Apply(WorkerTeam.Caller, 7, 70, key: 6, rate: 0.5);
        for (int row = 0; row < 7; row++)
            CollectionAssert.AreEqual(narrow[(row * 5)..(row * 5 + 5)], wide[(row * 70)..(row * 70 + 5)], $"row {row}");
    }

    [TestMethod]
    public void RowsAndKeysHaveFactorsOfTheirOwn()
    {
        const int Rows = 50, Columns = 400;
        float[] one = Apply(WorkerTeam.Caller, Rows, Columns, key: 7, rate: 0.5), other = Apply(WorkerTeam.Caller, Rows, Columns, key: 8, rate: 0.5);
        AssertIndependent(one, other, "keys");
        for (int distance = 1; distance < Rows; distance++)
            AssertIndependent(one[..^(distance * Columns)], one[(distance * Columns)..], $"rows {distance} apart");
    }

    [TestMethod]
    public void ScaleMultipliesByTheFactors()
    {
        float[] factors = [2, 0, 2, 2, 0, 2], values = [1, 2, 3, 4, 5, 6];
        Dropout.Scale(WorkerTeam.Caller, 2, 3, factors, values);
        CollectionAssert.AreEqual(new float[] { 2, 0, 6, 8, 0, 12 }, values);
    }

    private static float[] Apply(WorkerTeam team, int rows, int columns, ulong key, double rate)
    {
        var factors = new float[rows * columns];
        float[] values = Enumerable.Repeat(3f, rows * columns).ToArray();
        Dropout.Apply(team, rows, columns, key, rate, factors, values);
        CollectionAssert.AreEqual(factors.Select(factor => 3 * factor).ToArray(), values);
        return factors;
    }

    private static void AssertIndependent(float[] one, float[] other, string what)
    {
        double both = one.Zip(other).Count(pair => pair.First == 0 && pair.Second == 0) / (double)one.Length;
        Assert.AreEqual(0.25, both, 5 * Math.Sqrt(0.25 * 0.75 / one.Length), what);
    }
}
