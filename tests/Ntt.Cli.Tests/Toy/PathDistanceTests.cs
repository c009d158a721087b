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
}
