using Ntt.Cli.Results;
using Ntt.Pruning;

namespace Ntt.Cli.Tests;

[TestClass]
public sealed class TablesCommandTests
{
    [TestMethod]
    public void Runs_BecomeATableOfMeansAndRanges()
    {
        using var folder = new TemporaryFolder();
        MadeUpRuns.Write(folder["a.json"], MadeUpRuns.Run("random", "layerwise", 1, 0.90));
        MadeUpRuns.Write(folder["b.json"], MadeUpRuns.Run("random", "layerwise", 2, 0.92));
        MadeUpRuns.Write(folder["c.json"], MadeUpRuns.Run("synflow", "layerwise", 1, 0.95));
        MadeUpRuns.Write(folder["d.json"], MadeUpRuns.Run("synflow", "global", 1, 0.97));
        MadeUpRuns.Write(folder["e.json"], MadeUpRuns.Run("snip", "global", 1, 0.99, kept: 0));
        MadeUpRuns.Write(folder["f.json"], MadeUpRuns.Run("dense", "layerwise", 1, 0.98));

        var page = CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output;

        Assert.Contains(
            """
            ### 3% of the weights

            | method | labels | layerwise | global | seeds | seconds to prune |
            |---|---|---:|---:|---:|---:|
            | synflow | no | 95.00 % | 97.00 % | 1 | 1.5 |
            | random | no | 91.00 (90.00 to 92.00) % |  | 2 | 1.5 |
            | snip | yes |  | 99.00 % † | 1 | 1.5 |
            | dense | no | 98.00 % | 98.00 % | 1 | 1.5 |

            † In at least one run a layer lost all of its weights.
            """.ReplaceLineEndings("\n"),
            page);
        Assert.Contains("ntt run --data mnist --epochs 2 --method METHOD --allocation ALLOCATION --density DENSITY --seed SEED", page);
        Assert.Contains("60,000 training and 10,000 test images, 200 steps of training.", page);
        Assert.DoesNotContain("Kernel distance", page);
    }

    [TestMethod]
    public void Accuracy_IsTheMeanOfTheLastTenRecordsBehindTheFirst()
    {
        using var folder = new TemporaryFolder();
        var run = MadeUpRuns.Run("random", "layerwise", 1, 0.5);
        TrainPoint[] history = [.. Enumerable.Range(0, 13).Select(index => new TrainPoint(100 * index, 1, index / 100.0))];
        MadeUpRuns.Write(folder["a.json"], run with { Train = run.Train with { History = history } });
        Assert.Contains("| 7.50 % |", CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output);

        MadeUpRuns.Write(folder["a.json"], run with { Train = run.Train with { History = history[..3] } });
        Assert.Contains("| 1.50 % |", CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output);

        MadeUpRuns.Write(folder["a.json"], run with { Train = run.Train with { History = history[..1] } });
        Assert.Contains("| 50.00 % |", CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output);
    }

    [TestMethod]
    public void KernelDistances_AreListedByStep()
    {
        using var folder = new TemporaryFolder();
        var run = MadeUpRuns.Run("ntt", "layerwise", 4, 0.9);
        NttRecord[] history = [new(0, 1, 4_386.27, 1, 83.13), new(100, 1, 2_128.28, 1, 82), new(250, 1, 500.04, 1, 60.26)];
        MadeUpRuns.Write(folder["a.json"], run with { Prune = new PruneFacts(250, 1.5, history) });

        var page = CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output;

        Assert.Contains("| run | 0 | 100 | end | L2 at the start, at the end |", page);
        Assert.Contains("| layerwise, 3%, seed 4 | 4,386.3 | 2,128.3 | 500.0 (step 250) | 83.1, 60.3 |", page);
        Assert.Contains("250 steps of NTT", page);
    }

    [TestMethod]
    public void FoldersAndArguments_DivideTheExperiments()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["one"]);
        Directory.CreateDirectory(folder["two"]);
        var run = MadeUpRuns.Run("random", "layerwise", 1, 0.5);
        MadeUpRuns.Write(folder[Path.Combine("one", "a.json")], run);
        MadeUpRuns.Write(folder[Path.Combine("two", "a.json")], run);
        MadeUpRuns.Write(folder[Path.Combine("two", "b.json")], run with { Arguments = [.. run.Arguments, "--batch-size", "32"] });

        var headings = CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal));

        Assert.AreEqual("## one: mnist, lenet-300-100;## two: mnist, lenet-300-100;## two: mnist, lenet-300-100", string.Join(';', headings));
    }

    [TestMethod]
    public void Out_WritesThePage()
    {
        using var folder = new TemporaryFolder();
        MadeUpRuns.Write(folder["a.json"], MadeUpRuns.Run("random", "layerwise", 1, 0.5));

        var shown = CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output;
        var silent = CommandLineResult.Of("tables", folder.FullPath, "--out", folder["page.md"]).Succeeded().Output;

        Assert.AreEqual("", silent);
        Assert.AreEqual(shown, File.ReadAllText(folder["page.md"]));
    }

    [TestMethod]
    public void Figures_AreWrittenIntoTheFoldersOfTheirResults_AlsoIncompleteOnes()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["inner"]);
        MadeUpRuns.Write(folder["inner/a.json"], MadeUpRuns.Run("random", "layerwise", 1, 0.5) with { Budget = "paper" });
        MadeUpRuns.Write(folder["b.json"], MadeUpRuns.Run("random", "layerwise", 1, 0.5));

        Assert.DoesNotContain("![", CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output);
        Assert.HasCount(3, folder.Content, "not unless asked for");
        var page = CommandLineResult.Of("tables", folder.FullPath, "--figures").Succeeded().Output;

        CollectionAssert.AreEqual(
            (string[])["a.json", "fig4-mnist-paper.svg", "fig4-paper.md", "fig5-mnist-paper.svg", "fig5-paper.md"],
            Directory.GetFiles(folder["inner"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToArray());
        Assert.Contains("![Fig. 4: Test accuracy while training at 3 %](inner/fig4-mnist-paper.svg)", page);
        Assert.AreEqual(page, CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output, "pictures that are there are shown");
        Assert.Contains("](fig4-mnist-paper.svg)", File.ReadAllText(folder["inner/fig4-paper.md"]));
        Assert.Contains("Budget paper, 1 of 30 cells.", File.ReadAllText(folder["inner/fig4-paper.md"]));
    }

    [TestMethod]
    public void Commands_CanBeRun()
    {
        using var folder = new TemporaryFolder();
        var run = MadeUpRuns.Run("random", "layerwise", 1, 0.5);
        MadeUpRuns.Write(folder["a.json"], run with { Arguments = ["--method", "random"] });
        MadeUpRuns.Write(folder["b.json"], run with { Arguments = ["--network", "input 28x28x1, flatten, dense 10"] });

        var page = CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output;

        Assert.Contains("\nntt run --method METHOD", page);
        Assert.Contains("\nntt run --network \"input 28x28x1, flatten, dense 10\" --method METHOD", page);
    }

    [TestMethod]
    public void Pictures_AreFoundFromWhereThePageLies()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["results/first run (a)"]);
        Directory.CreateDirectory(folder["pages"]);
        MadeUpRuns.Write(folder["results/first run (a)/a.json"], MadeUpRuns.Run("random", "layerwise", 1, 0.5) with { Budget = "paper" });
        string Page(string name)
        {
            CommandLineResult.Of("tables", folder["results"], "--figures", "--out", folder[name]).Succeeded();
            return File.ReadAllText(folder[name]);
        }

        Assert.Contains("](first%20run%20%28a%29/fig4-mnist-paper.svg)", CommandLineResult.Of("tables", folder["results"], "--figures").Succeeded().Output);
        Assert.Contains("](first%20run%20%28a%29/fig4-mnist-paper.svg)", Page("results/page.md"));
        Assert.Contains("](results/first%20run%20%28a%29/fig4-mnist-paper.svg)", Page("page.md"));
        Assert.Contains("](../results/first%20run%20%28a%29/fig4-mnist-paper.svg)", Page("pages/page.md"));
        Assert.Contains("](fig4-mnist-paper.svg)", File.ReadAllText(folder["results/first run (a)/fig4-paper.md"]));
    }

    [TestMethod]
    public void ResultsOfAGrid_SayHowToMakeThem()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["methods-mnist"]);
        MadeUpRuns.Write(folder[Path.Combine("methods-mnist", "a.json")], MadeUpRuns.Run("random", "layerwise", 1, 0.5));

        Assert.Contains("ntt reproduce methods-mnist --out methods-mnist\nntt run --data", CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output);
    }

    [TestMethod]
    public void PublishedPage_IsMadeFromThePublishedResults()
    {
        var results = Path.Combine(Repository.Root, "docs", "results");

        var page = CommandLineResult.Of("tables", results).Succeeded().Output;

        Assert.AreEqual(File.ReadAllText(Path.Combine(results, "README.md")).ReplaceLineEndings("\n"), page, "ntt tables docs/results --out docs/results/README.md");
    }

    [TestMethod]
    public void WhatIsNotThereOrNoResult_IsNamed()
    {
        using var folder = new TemporaryFolder();
        CommandLineResult.Of("tables", folder["none"]).Failed(1, folder["none"]);
        CommandLineResult.Of("tables", folder.FullPath).Failed(1, "There is no file *.json", folder.FullPath);

        File.WriteAllText(folder["a.json"], """{ "version": "1" }""");
        CommandLineResult.Of("tables", folder.FullPath).Failed(1, folder["a.json"], "is no result of 'ntt run'", "arguments");
    }
}
