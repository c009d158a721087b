using System.Text.Json;
using System.Text.Json.Nodes;
using Ntt.Cli.Results;

namespace Ntt.Cli.Tests;

[TestClass]
public sealed class ResultJsonTests
{
    [TestMethod]
    public void NumbersThatJsonHasNoWordFor_AreNull()
    {
        var result = new BenchResult([new BenchRow("n", "c", double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1, 2), new BenchRow("n", "c", 0.1, 1e-300, null, 1, 2)]);

        var rows = JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(result, ResultJson.Default.BenchResult))!["rows"]!;

        Assert.IsNull(rows[0]!["medianMs"]);
        Assert.IsNull(rows[0]!["minMs"]);
        Assert.IsNull(rows[0]!["gflops"]);
        Assert.AreEqual(0.1, (double)rows[1]!["medianMs"]!);
        Assert.AreEqual(1e-300, (double)rows[1]!["minMs"]!);
        Assert.IsNull(rows[1]!["gflops"]);
        Assert.IsTrue(rows[1]!.AsObject().ContainsKey("gflops"));
    }
}
