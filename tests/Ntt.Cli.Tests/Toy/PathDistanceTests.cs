using Ntt.Cli.Toy;

namespace Ntt.Cli.Tests.Toy;

[TestClass]
public sealed class PathDistanceTests
{
    [TestMethod]
    [DataRow(10, 1.8, "all: trapezoids of 6 and 12")]
    [DataRow(2, 3.0, "up to a record: 6")]
    [DataRow(6, 13 / 6.0, "between records: 6 and 4 times 1.75")]
    [DataRow(0, 4.0, "nothing but the beginning")]
    public void Mean_IsTheAreaBelowTheLineByItsLength(int until, double expected, string what)
        => Assert.AreEqual(expected, PathDistance.Mean([0, 2, 10], [4, 2, 1], until), 1e-12, what);

    [TestMethod]
    public void Frechet_OfAPathWalkedAtAnotherPace_IsZero()
        => Assert.AreEqual(0, PathDistance.Frechet([[0, 0], [1, 0], [2, 1]], [[0, 0], [0, 0], [1, 0], [1, 0], [1, 0], [2, 1]]));

    [TestMethod]
    public void Frechet_SeesADetourThatClosestPointsDoNot()
    {
        // Every point lies on the other path, yet who walks back and forth once more is once a whole 2 away from who does not.
        double[][] straight = [[0, 0], [1, 0], [2, 0], [3, 0]];
        double[][] detour = [[0, 0], [1, 0], [2, 0], [3, 0], [2, 0], [1, 0], [0, 0], [1, 0], [2, 0], [3, 0]];
        Assert.AreEqual(2, PathDistance.Frechet(straight, detour), 1e-12);
        Assert.AreEqual(2, PathDistance.Frechet(detour, straight), 1e-12);
    }

    [TestMethod]
    public void Frechet_EqualsTheLeastOverAllWalks()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 20; trial++)
        {
            double[][] first = Path(random.Next(1, 6)), second = Path(random.Next(1, 6));
            Assert.AreEqual(LeastWalk(first, second, 0, 0), PathDistance.Frechet(first, second), 1e-12);
        }

        double[][] Path(int points) => [.. Enumerable.Range(0, points).Select(_ => (double[])[random.NextDouble(), random.NextDouble()])];
    }

    private static double LeastWalk(double[][] first, double[][] second, int i, int j)
    {
        var here = Math.Sqrt(Math.Pow(first[i][0] - second[j][0], 2) + Math.Pow(first[i][1] - second[j][1], 2));
        if (i == first.Length - 1 && j == second.Length - 1)
            return here;
        (int, int)[] next = [(i + 1, j), (i, j + 1), (i + 1, j + 1)];
        return Math.Max(here, next.Where(step => step.Item1 < first.Length && step.Item2 < second.Length).Min(step => LeastWalk(first, second, step.Item1, step.Item2)));
    }
}
