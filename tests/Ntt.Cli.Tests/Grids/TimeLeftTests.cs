using Ntt.Cli.Grids;

namespace Ntt.Cli.Tests.Grids;

[TestClass]
public sealed class TimeLeftTests
{
    private static readonly RunCell[] s_cells = [Cell("a", "ntt"), Cell("b", "random"), Cell("c", "ntt"), Cell("d", "random"), Cell("e", "snip")];

    [TestMethod]
    public void Cells_TakeAsLongAsThoseOfTheirMethod_AndUnknownOnesAsLongAsTheAverage()
    {
        var left = new TimeLeft(s_cells);
        Assert.AreEqual(0, left.Seconds, "nothing is known");

        left.Add(s_cells[0], 100);
        Assert.AreEqual(400, left.Seconds);

        left.Add(s_cells[1], 10);
        Assert.AreEqual(100 + 10 + 55, left.Seconds);
    }

    [TestMethod]
    [DataRow("", 14.0)]
    [DataRow("; about 4 min left", 60.0)]
    [DataRow("; about 2.2 h left", 2_000.0)]
    public void Words_AreRound(string words, double seconds)
    {
        var left = new TimeLeft(s_cells);

        left.Add(s_cells[0], seconds);

        Assert.AreEqual(words, left.ToString());
    }

    private static RunCell Cell(string name, string method) => new(name, method, [], null);
}
