using System.Diagnostics;
using System.Text.Json.Nodes;
using Ntt.Cli.CommandLine;
using Ntt.Cli.Grids;

namespace Ntt.Cli.Tests;

[TestClass]
public sealed class ReproduceCommandTests
{
    private static TemporaryFolder s_data = null!;

    [ClassInitialize]
    public static void WriteData(TestContext context)
    {
        s_data = new TemporaryFolder();
        SmallMnist.Write(s_data.FullPath);
    }

    [ClassCleanup]
    public static void RemoveData() => s_data.Dispose();

    [TestMethod]
    public void EveryCell_IsARunThatIsUnderstood()
    {
        using var output = new StringWriter();
        var terminal = new Terminal(output, CancellationToken.None);

        foreach (var grid in GridCatalog.All)
        {
            Assert.HasCount(grid.Cells.Count, grid.Cells.Select(cell => cell.Name).Distinct().ToArray(), grid.Name);
            foreach (var cell in grid.Cells)
                Assert.AreEqual(cell.Arguments.Count, RunCommand.Read(cell.Arguments, terminal).Arguments.Count, cell.Name);
        }
    }

    [TestMethod]
    public void MethodsOnMnist_AreAllMethodsUnderBothAllocationsWithThreeSeeds()
    {
        var cells = GridCatalog.All.Single(grid => grid.Name == "methods-mnist").Cells;

        Assert.HasCount(3 * ((14 * 2) + 1), cells);
        Assert.AreEqual("ntt-layerwise-0.03-1", cells[0].Name);
        Assert.AreEqual(
            "--data mnist --network lenet-300-100 --ntt-epochs 20 --epochs 15 --method ntt --density 0.03 --allocation layerwise --seed 1",
            string.Join(' ', cells[0].Arguments));
        Assert.AreEqual(
            "--data mnist --network lenet-300-100 --ntt-epochs 20 --epochs 15 --method dense --seed 3", string.Join(' ', cells[^1].Arguments));
    }

    [TestMethod]
    public void Shards_AreTheGridInParts()
    {
        using var folder = new TemporaryFolder();

        // Three of the 87 cells, one after the other and all at once.
        Reproduce(folder["parts"], "--shard", "2/58").Succeeded();
        Reproduce(folder["parts"], "--shard", "31/58").Succeeded();
        var whole = Reproduce(folder["whole"], "--shard", "2/29").Succeeded();

        Assert.MatchesRegex(@"^1/3 ntt-global-0\.03-1: accuracy \d+\.\d\d%, prune \d", whole.Output);
        string[] expected = ["ntt-global-0.03-1.json", "ntt-global-0.03-2.json", "ntt-global-0.03-3.json"];
        CollectionAssert.AreEqual(expected, Names(folder["whole"]));
        CollectionAssert.AreEqual(expected, Names(folder["parts"]));
        foreach (var name in expected)
            Assert.AreEqual(Essence(Path.Combine(folder["whole"], name)), Essence(Path.Combine(folder["parts"], name)));
    }

    [TestMethod]
    public void CellsThatAreThere_AreNotRunAgain()
    {
        using var folder = new TemporaryFolder();
        Reproduce(folder.FullPath, "--shard", "5/87").Succeeded();
        var before = File.ReadAllBytes(folder.Content.Single());

        var again = Reproduce(folder.FullPath, "--shard", "5/87").Succeeded();

        Assert.Contains("there already", again.Output);
        CollectionAssert.AreEqual(before, File.ReadAllBytes(folder.Content.Single()));
    }

    [TestMethod]
    public void ResultOfOtherArguments_IsNotTakenForACell()
    {
        using var folder = new TemporaryFolder();
        Reproduce(folder.FullPath, "--shard", "5/87").Succeeded();
        var file = folder.Content.Single();
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"15\"", "\"1 4\"", StringComparison.Ordinal));

        Reproduce(folder.FullPath, "--shard", "5/87").Failed(1, file, "--epochs \"1 4\"", "--epochs 15", "Name an empty folder");
    }

    [TestMethod]
    public void ResultsOnOtherImages_AreNotAddedTo()
    {
        using var folder = new TemporaryFolder();
        SmallMnist.Write(folder["data"], trainCount: 220);
        string[] more = ["reproduce", "methods-mnist", "--data-dir", folder["data"], "--out", folder["out"], "--shard", "6/87"];
        Reproduce(folder["out"], "--shard", "5/87").Succeeded();
        var file = Directory.GetFiles(folder["out"]).Single();

        CommandLineResult.Of(more).Failed(
            1, $"'{file}' is on 210 training and 90 test images of mnist, '{folder["out/logit-snip-global-0.03-1.json"]}' on 220 and 90;", "Name another folder");
        CollectionAssert.AreEqual((string[])[file], Directory.GetFiles(folder["out"]));

        File.Copy(file, folder["out/another.json"]);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"train\":210,", "\"train\":60000,", StringComparison.Ordinal));
        Reproduce(folder["out"], "--shard", "5/87").Failed(
            1, $"'{folder["out/another.json"]}' is on 210 training and 90 test images of mnist, '{file}' on 60,000 and 90;");
    }

    [TestMethod]
    [DataRow("""{ "budget": 5 }""", "is no result: its budget is 5; a name was expected.")]
    [DataRow("""{ "data": { "name": "mnist" } }""", "is no result: its data is none:")]
    public void FieldOfAnotherKind_IsNamedWithItsFile(string content, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.json"], content);

        Reproduce(folder.FullPath, "--shard", "5/87").Failed(1, $"'{folder["a.json"]}' {message}");
    }

    [TestMethod]
    public void FileThatIsNoResult_IsNamed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["logit-snip-layerwise-0.03-1.json"], "{");

        Reproduce(folder.FullPath, "--shard", "5/87").Failed(1, folder["logit-snip-layerwise-0.03-1.json"], "is no result of 'ntt run'", "LineNumber: 0");
    }

    [TestMethod]
    public void Figures_ShareTheirCells_AndAreWrittenWhenAllAreThere()
    {
        using var folder = new TemporaryFolder();
        CommandLineResult Figure(string name, params string[] options)
            => CommandLineResult.Of(["reproduce", name, "--budget", "smoke", "--data-dir", s_data.FullPath, "--out", folder.FullPath, .. options]);

        Assert.DoesNotContain("Written", Figure("fig4", "--shard", "1/2").Succeeded().Output);
        Assert.Contains($"Written: {folder["fig4-mnist-smoke.svg"]}", Figure("fig4").Succeeded().Output);
        var second = Figure("fig5").Succeeded().Output;

        Assert.HasCount(6, second.Split('\n').Where(line => line.Contains("there already", StringComparison.Ordinal)).ToArray());
        Assert.Contains($"Written: {folder["fig5-smoke.md"]}", second);
        Assert.HasCount(11 + 4, folder.Content);
        var tables = CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output;
        Assert.Contains("## Fig. 4: Test accuracy while training at 3 %\n\nBudget smoke, 6 cells.", tables);
        Assert.Contains("## Fig. 5: Test accuracy against density", tables);
        Assert.Contains("Budget smoke: 210 training and 90 test images, 30 steps of training, 10 steps of NTT.", tables);
        CommandLineResult.Of("reproduce", "fig4", "--budget", "short", "--data-dir", s_data.FullPath, "--out", folder.FullPath)
            .Failed(1, "dense-1.json' is a result of the budget 'smoke'; fig4 of the budget 'short' is asked for", "Name another folder.");
        Reproduce(folder.FullPath).Failed(1, "of the budget 'smoke'; methods-mnist without a budget is asked for");
    }

    [TestMethod]
    public void MergedShards_AreTheWhole()
    {
        using var folder = new TemporaryFolder();
        void Fig4(string name, string shard) => CommandLineResult.Of(
            "reproduce", "fig4", "--budget", "smoke", "--data-dir", s_data.FullPath, "--threads", "2", "--out", folder[name], "--shard", shard).Succeeded();
        Fig4("whole", "1/1");
        Fig4("first", "1/2");
        Fig4("second", "2/2");

        CommandLineResult.Of("merge", folder["first"], folder["second"], "--out", folder["merged"]).Succeeded();

        AssertSame(folder["whole"], folder["merged"]);
        Assert.HasCount(6 + 2, Names(folder["merged"]), "six cells, a picture and a table");
    }

    [TestMethod]
    public void KilledProcess_LeavesWholeResults_ThatTheNextGoesOnFrom()
    {
        using var folder = new TemporaryFolder();
        string[] Fig5(string name) => ["reproduce", "fig5", "--budget", "smoke", "--data-dir", s_data.FullPath, "--threads", "2", "--out", folder[name]];
        string[] Results() => Directory.Exists(folder["killed"]) ? [.. Directory.GetFiles(folder["killed"], "*.json").Order(StringComparer.Ordinal)] : [];
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "ntt.dll"), .. Fig5("killed")])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        while (!process.HasExited && Results().Length < 2)
            Thread.Sleep(5);
        process.Kill();
        process.WaitForExit();
        Assert.IsGreaterThanOrEqualTo(2, Results().Length, $"exit code {process.ExitCode}");

        // The kill may come when all is written; two of the results then stand for what one in time leaves.
        if (process.ExitCode == 0)
        {
            foreach (var written in Directory.GetFiles(folder["killed"]).Except(Results()[..2]).ToArray())
                File.Delete(written);
        }

        var kept = Results().ToDictionary(result => result, File.ReadAllText);
        var resumed = CommandLineResult.Of([.. Fig5("killed"), "--resume"]).Succeeded().Output;
        Assert.HasCount(kept.Count, resumed.Split('\n').Where(line => line.Contains("there already", StringComparison.Ordinal)).ToArray());
        foreach (var (result, content) in kept)
            Assert.AreEqual(content, File.ReadAllText(result), "not run again");

        CommandLineResult.Of(Fig5("whole")).Succeeded();
        foreach (var left in Directory.GetFiles(folder["killed"], "*.part"))
            File.Delete(left);
        AssertSame(folder["whole"], folder["killed"]);
    }

    [TestMethod]
    public void Resume_GoesOnWithAFolderOfResults_AndRefusesOneWithout()
    {
        using var folder = new TemporaryFolder();
        Reproduce(folder["none"], "--shard", "5/87", "--resume").Failed(1, "--resume", "there is no result", folder["none"]);
        Assert.IsEmpty(folder.Content);

        Reproduce(folder["some"], "--shard", "5/87").Succeeded();
        Assert.Contains("there already", Reproduce(folder["some"], "--shard", "5/87", "--resume").Succeeded().Output);
    }

    [TestMethod]
    public void Quiet_SaysNothing()
    {
        using var folder = new TemporaryFolder();

        Assert.AreEqual("", Reproduce(folder.FullPath, "--shard", "5/87", "--quiet").Succeeded().Output);

        Assert.HasCount(1, folder.Content);
    }

    [TestMethod]
    public void Cancelling_KeepsWhatIsDone()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        using var output = new CancellingWriter("1/87", cancellation);

        var result = CommandLineResult.Of(
            ["reproduce", "methods-mnist", "--data-dir", s_data.FullPath, "--out", folder.FullPath], output, cancellation.Token);

        result.Failed(1, $"Cancelled; '{folder.FullPath}' holds 1 of 87 results, and the same command goes on from there.");
        CollectionAssert.AreEqual((string[])["ntt-layerwise-0.03-1.json"], Names(folder.FullPath));
    }

    [TestMethod]
    [DataRow("'fig99' is nothing that can be reproduced; choose one of fig2, fig3,", "fig99", "--out", "x")]
    [DataRow("--budget is 'huge'; it must be one of smoke, short, paper.", "fig4", "--out", "x", "--budget", "huge")]
    [DataRow("--data is 'cifar10'; fig4 is of mnist, or of digits with --budget smoke.", "fig4", "--out", "x", "--data", "cifar10")]
    [DataRow("--data is 'nonsense'; table1 is of cifar10 and svhn, or of digits", "table1", "--out", "x", "--data", "nonsense")]
    [DataRow("--data digits goes with --budget smoke alone", "fig4", "--out", "x", "--data", "digits")]
    [DataRow("methods-mnist has settings of its own; --budget and --data are for the paper's figures", "methods-mnist", "--out", "x", "--budget", "smoke")]
    [DataRow("methods-mnist has settings of its own", "methods-mnist", "--out", "x", "--data", "mnist")]
    [DataRow("--shard is '3/2'; it must be i/n", "methods-mnist", "--out", "x", "--shard", "3/2")]
    [DataRow("--shard is '0/2'; it must be i/n", "methods-mnist", "--out", "x", "--shard", "0/2")]
    [DataRow("--shard is 'half'; it must be i/n", "methods-mnist", "--out", "x", "--shard", "half")]
    [DataRow("'--out' is required", "methods-mnist")]
    public void WrongUsage_IsExplainedInOneLine(string explanation, params string[] arguments)
        => CommandLineResult.Of(["reproduce", .. arguments]).Failed(2, explanation, "See 'ntt reproduce --help'.");

    private static CommandLineResult Reproduce(string folder, params string[] options)
        => CommandLineResult.Of(["reproduce", "methods-mnist", "--data-dir", s_data.FullPath, "--out", folder, .. options]);

    private static string[] Names(string folder) => [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static void AssertSame(string expected, string actual)
    {
        CollectionAssert.AreEqual(Names(expected), Names(actual));
        foreach (var name in Names(expected))
        {
            var (first, second) = (Path.Combine(expected, name), Path.Combine(actual, name));
            if (name.EndsWith(".json", StringComparison.Ordinal))
                Assert.AreEqual(Essence(first), Essence(second), name);
            else
                Assert.AreEqual(File.ReadAllText(first), File.ReadAllText(second), name);
        }
    }

    /// <summary>All but wall times, and the length of the zip, in which ML.NET writes the time.</summary>
    private static string Essence(string file)
    {
        var root = JsonNode.Parse(File.ReadAllText(file))!;
        root["prune"]!.AsObject().Remove("seconds");
        root["train"]!.AsObject().Remove("seconds");
        root.AsObject().Remove("model");
        return root.ToJsonString();
    }

    /// <summary>Cancels as soon as a line that begins so was written.</summary>
    private sealed class CancellingWriter(string beginning, CancellationTokenSource cancellation) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(beginning, StringComparison.Ordinal) == true)
                cancellation.Cancel();
        }
    }
}
