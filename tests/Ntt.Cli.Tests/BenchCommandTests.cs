using System.Text.Json.Nodes;

namespace Ntt.Cli.Tests;

[TestClass]
public sealed class BenchCommandTests
{
    [TestMethod]
    [DataRow("gemm", 8, 0)]
    [DataRow("ntt-step", 4, 2)]
    [DataRow("train-step", 2, 0)]
    [DataRow("score", 2, 0)]
    public void EveryBenchmark_WritesItsRows(string name, int rows, int withoutFlops)
    {
        using var folder = new TemporaryFolder();

        var result = CommandLineResult.Of("bench", name, "--json", folder["rows.json"], "--threads", "1", "--repeats", "1").Succeeded();

        Assert.Contains("GFLOP/s", result.Output);
        Assert.HasCount(1, folder.Content);
        var root = JsonNode.Parse(File.ReadAllText(folder["rows.json"]))!.AsObject();
        var array = root["rows"]!.AsArray();
        Assert.HasCount(1, root);
        Assert.HasCount(rows, array);
        Assert.HasCount(rows, array.Select(row => (string?)row!["case"]).Distinct().ToArray());
        foreach (var row in array)
        {
            Assert.AreEqual("name case medianMs minMs gflops threads repeats", string.Join(' ', row!.AsObject().Select(field => field.Key)));
            Assert.AreEqual(name, (string?)row["name"]);
            Assert.IsGreaterThan(0, (double)row["minMs"]!);
            Assert.IsGreaterThanOrEqualTo((double)row["minMs"]!, (double)row["medianMs"]!);
            Assert.AreEqual("1 1", $"{(int)row["threads"]!} {(int)row["repeats"]!}");
            if (row["gflops"] is { } gflops)
                Assert.IsGreaterThan(0, (double)gflops);
        }

        Assert.AreEqual(withoutFlops, array.Count(row => row!["gflops"] is null));
    }

    [TestMethod]
    public void WrongUsage_IsExplainedInOneLine()
    {
        CommandLineResult.Of("bench", "gem").Failed(2, "'gem' is no benchmark; the benchmarks are gemm, ntt-step, train-step, score.", "See 'ntt bench --help'.");
        CommandLineResult.Of("bench").Failed(2, "'name'");
        CommandLineResult.Of("bench", "score", "--repeats", "0").Failed(2, "--repeats is '0'; it must be a whole number of at least 1.");
    }

    [TestMethod]
    public void UnwritablePath_IsFoundBeforeTheWork()
    {
        using var folder = new TemporaryFolder();

        CommandLineResult.Of("bench", "gemm", "--json", folder[Path.Combine("missing", "rows.json")]).Failed(1, "--json", "cannot be written");

        Assert.IsEmpty(folder.Content);
    }

    [TestMethod]
    public void Cancellation_EndsTheMeasuring()
    {
        using var folder = new TemporaryFolder();

        foreach (var name in (string[])["gemm", "ntt-step"])
        {
            using var output = new StringWriter();
            CommandLineResult.Of(["bench", name, "--json", folder["rows.json"]], output, new CancellationToken(canceled: true)).Failed(1, "Cancelled");
        }

        Assert.IsEmpty(folder.Content);
    }
}
