using System.Text.Json;
using System.Xml.Linq;
using Ntt.Cli.CommandLine;
using Ntt.Cli.Results;
using Ntt.Cli.Toy;

namespace Ntt.Cli.Tests.Toy;

[TestClass]
public sealed class ToyFigureTests
{
    private static readonly string[] s_cells = ["toy-digits-lenet-300-100-all-1.json", "toy-digits-lenet-300-100-retained-1.json"];

    [TestMethod]
    public void Figures2And3_ShareTheirCellsAndEachWritesItsOwnFiles()
    {
        using var folder = new TemporaryFolder();
        CommandLineResult Reproduce(string figure)
            => CommandLineResult.Of("reproduce", figure, "--budget", "smoke", "--data", "digits", "--out", folder.FullPath, "--threads", "1").Succeeded();

        Reproduce("fig2");
        CollectionAssert.AreEqual(
            (string[])["fig2-digits-all-smoke.svg", "fig2-digits-retained-smoke.svg", "fig2-digits-smoke.md", .. s_cells], folder.Content.Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray());
        var second = Reproduce("fig3");
        foreach (var cell in s_cells)
            Assert.Contains($"{Path.GetFileNameWithoutExtension(cell)}: mean distance", second.Output);
        Assert.HasCount(3, second.Output.Split("there already"), "both cells");
        XElement.Load(folder["fig3-digits-distance-smoke.svg"]);
        XElement.Load(folder["fig3-digits-loss-smoke.svg"]);

        var tables = CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output;
        foreach (var name in (string[])["teacher", "ntt, all", "ntt, retained", "magnitude", "random"])
        {
            Assert.Contains($"| {name} |", tables);
            Assert.Contains($"| {name} |", File.ReadAllText(folder["fig3-digits-smoke.md"]));
        }
    }

    [TestMethod]
    public void TwoDataSetsInOneFolder_AreFiguresOfTheirOwn()
    {
        using var folder = new TemporaryFolder();
        SmallMnist.Write(folder["data"]);
        void Reproduce(string name, params string[] options) => CommandLineResult.Of(
            ["reproduce", "fig3", "--budget", "smoke", "--threads", "1", "--data-dir", folder["data"], "--out", folder[name], .. options]).Succeeded();
        Reproduce("alone");
        Reproduce("both", "--data", "digits");
        var digits = File.ReadAllText(folder["both/fig3-digits-smoke.md"]);

        Reproduce("both");
        CommandLineResult.Of("merge", folder["both"], "--out", folder["merged"]).Succeeded();

        Assert.StartsWith("# Fig. 3: How far the outputs of students are from their teacher's while training, two classes of digits", digits);
        foreach (var name in (string[])["both", "merged"])
        {
            Assert.AreEqual(digits, File.ReadAllText(folder[$"{name}/fig3-digits-smoke.md"]));
            Assert.AreEqual(TableOf(folder["alone/fig3-mnist-smoke.md"]), TableOf(folder[$"{name}/fig3-mnist-smoke.md"]));
            Assert.AreNotEqual(TableOf(folder["both/fig3-digits-smoke.md"]), TableOf(folder[$"{name}/fig3-mnist-smoke.md"]));
            foreach (var picture in (string[])["fig3-mnist-distance-smoke.svg", "fig3-mnist-loss-smoke.svg"])
                Assert.AreEqual(File.ReadAllText(folder[$"alone/{picture}"]), File.ReadAllText(folder[$"{name}/{picture}"]));
        }
    }

    [TestMethod]
    public void Tables_WriteAndShowCompleteFigures()
    {
        using var folder = new TemporaryFolder();
        CommandLineResult.Of("reproduce", "fig2", "--budget", "smoke", "--data", "digits", "--out", folder["made"], "--threads", "1").Succeeded();
        Directory.CreateDirectory(folder["copy/inner"]);
        string[] Files() => [.. Directory.GetFiles(folder["copy/inner"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        string Tables(params string[] options) => CommandLineResult.Of(["tables", folder["copy"], .. options]).Succeeded().Output;

        File.Copy(folder[$"made/{s_cells[0]}"], folder[$"copy/inner/{s_cells[0]}"]);
        Assert.DoesNotContain("![", Tables("--figures"));
        CollectionAssert.AreEqual((string[])[s_cells[0]], Files(), "a cell is missing");

        File.Copy(folder[$"made/{s_cells[1]}"], folder[$"copy/inner/{s_cells[1]}"]);
        Assert.DoesNotContain("![", Tables());
        var page = Tables("--figures");

        CollectionAssert.AreEqual(
            (string[])
            [
                "fig2-digits-all-smoke.svg", "fig2-digits-retained-smoke.svg", "fig2-digits-smoke.md",
                "fig3-digits-distance-smoke.svg", "fig3-digits-loss-smoke.svg", "fig3-digits-smoke.md", .. s_cells,
            ],
            Files());
        Assert.AreEqual(File.ReadAllText(folder["made/fig2-digits-smoke.md"]), File.ReadAllText(folder["copy/inner/fig2-digits-smoke.md"]));
        Assert.Contains("\n![Fig. 2, retained: How the outputs of a teacher and its students move while training, two classes of digits with lenet-300-100.](inner/fig2-digits-retained-smoke.svg)\n", page);
        Assert.Contains("](inner/fig3-digits-loss-smoke.svg)\n", page);
        Assert.AreEqual(page, Tables(), "pictures that are there are shown");
    }

    [TestMethod]
    public void OtherProblems_AreNoFigure()
    {
        using var folder = new TemporaryFolder();
        CommandLineResult.Of("reproduce", "fig3", "--budget", "smoke", "--data", "digits", "--out", folder["figure"], "--threads", "1").Succeeded();
        ToyResult[] results = [.. s_cells.Select(cell => ToyResultFile.Read(folder[$"figure/{cell}"]))];
        void Write(string name, Func<ToyResult, ToyResult> change)
        {
            Directory.CreateDirectory(folder[name]);
            foreach (var result in results)
                File.WriteAllBytes(folder[$"{name}/{result.KernelScope}.json"], JsonSerializer.SerializeToUtf8Bytes(change(result), ResultJson.OneLine.ToyResult));
        }

        Write("same", result => result);
        Write("rate", result => result with { LearningRate = 0.005 });
        Write("run", result => result with { Budget = null });
        Write("seed", result => result with { Seed = 2 });
        Write("mixed", result => result with { Images = result.KernelScope == "all" ? 10 : 20 });
        var figure = ToyFigure.All.Single(each => each.Name == "fig3");

        Assert.HasCount(3, figure.Publish(folder["same"]));
        foreach (var name in (string[])["rate", "run", "seed", "mixed"])
            Assert.IsEmpty(figure.Publish(folder[name]), name);
    }

    [TestMethod]
    public void Report_ShowsThePathsTheDistancesAndTheLosses_AndMergedShardsAreAFigure()
    {
        using var folder = new TemporaryFolder();
        foreach (var shard in (string[])["1/2", "2/2"])
        {
            CommandLineResult.Of(
                "reproduce", "fig2", "--budget", "smoke", "--data", "digits", "--out", folder[shard[..1]], "--threads", "1", "--shard", shard).Succeeded();
        }

        CommandLineResult.Of("merge", folder["1"], folder["2"], "--out", folder["all"]).Succeeded();
        Assert.Contains("report.html: 2 runs", CommandLineResult.Of("report", folder["all"]).Succeeded().Output);

        Assert.IsTrue(File.Exists(folder["all/fig2-digits-all-smoke.svg"]));
        Assert.IsTrue(File.Exists(folder["all/fig3-digits-smoke.md"]));
        Assert.IsFalse(File.Exists(folder["all/fig11-digits-smoke.md"]));
        var page = XElement.Parse(File.ReadAllText(folder["all/report.html"]).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        Assert.AreEqual("The toy problem, digits, lenet-300-100", page.Descendants("a").Single().Value);
        string[] titles = [.. page.Descendants().Where(element => element.Attribute("class")?.Value == "title").Select(element => element.Value)];
        foreach (var title in (string[])["Outputs while training, kernel of all weights", "Outputs while training, kernel of retained weights", "Distance of the outputs from the teacher's", "Loss while training"])
            Assert.Contains(title, titles);
        Assert.Contains("ntt, retained", page.Descendants("td").Select(cell => cell.Value));
    }

    [TestMethod]
    public void EveryCell_IsARunThatIsUnderstood()
    {
        var terminal = new Terminal(TextWriter.Null, CancellationToken.None);
        foreach (var figure in ToyFigure.All)
        {
            foreach (var budget in (string[])["smoke", "short", "paper"])
            {
                foreach (var cell in figure.Plan(budget, null).Cells.Cast<ToyCell>())
                    Assert.HasCount(cell.Arguments.Count, ToyCommand.Read(cell.Arguments, terminal).Arguments, cell.Name);
            }
        }
    }

    [TestMethod]
    public void ThePapersBudget_IsThePapersSetting()
    {
        var terminal = new Terminal(TextWriter.Null, CancellationToken.None);
        var settings = ToyCommand.Read(((ToyCell)ToyFigure.All.Single(figure => figure.Name == "fig11").Plan("paper", null).Cells[1]).Arguments, terminal);

        Assert.AreEqual((500, 5000, 5000), (settings.Images, settings.Pruning.NumberOfSteps, settings.Steps));
        Assert.AreEqual((0.1, 1e-6, 5e-4, 0.0, 500), (settings.Pruning.Density, settings.Pruning.KernelWeight, settings.Pruning.LearningRate, settings.Pruning.WeightDecay, settings.Pruning.BatchSize));
        Assert.AreEqual("lenet-5-caffe", settings.Network);
    }

    [TestMethod]
    [DataRow("cifar10", "smoke", "--data is 'cifar10'; fig2 is of mnist, or of digits with --budget smoke.")]
    [DataRow("digits", "short", "--data digits goes with --budget smoke alone")]
    public void OtherData_IsRefused(string data, string budget, string message)
    {
        using var folder = new TemporaryFolder();
        CommandLineResult.Of("reproduce", "fig2", "--data", data, "--budget", budget, "--out", folder.FullPath).Failed(ExitCodes.Usage, message);
    }

    [TestMethod]
    public void AFileThatIsNoResult_IsNamed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["toy.json"], """{ "networks": 3 }""");
        CommandLineResult.Of("tables", folder.FullPath).Failed(ExitCodes.Failure, folder["toy.json"], "is no result of 'ntt toy'");
    }

    private static string TableOf(string file) => string.Join('\n', File.ReadLines(file).Where(line => line.StartsWith('|')));
}
