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
        var machine = new BenchMachine("p", 1, "v", "f", 1, 1);
        var none = new BenchRow("n", "c", double.NaN, double.PositiveInfinity, null, null, double.NegativeInfinity, null, null, null, null, null, 1, 2);
        var result = new BenchResult(machine, [none, none with { MedianMs = 0.1, MinMs = 1e-300, Gflops = null }], []);

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
