using System.Xml.Linq;
using Ntt.Cli.Results;
using Ntt.Pruning;

namespace Ntt.Cli.Tests;

[TestClass]
public sealed class ReportCommandTests
{
    [TestMethod]
    public void Page_HasTablesAndPicturesOfEveryExperiment_AndNeedsNothingElse()
    {
        using var folder = new TemporaryFolder();
        NttRecord[] history = [new(0, 1, 4_386.27, 1, 83.13), new(100, 1, 2_128.28, 1, 82)];
        var ntt = MadeUpRuns.Run("ntt", "layerwise", 1, 0.96);
        MadeUpRuns.Write(folder["a.json"], ntt with { Prune = new PruneFacts(100, 1.5, history) });
        MadeUpRuns.Write(folder["b.json"], ntt with { Density = new DensityFacts(0.01, 0.01) });
        MadeUpRuns.Write(folder["c.json"], MadeUpRuns.Run("random", "layerwise", 2, 0.9));
        MadeUpRuns.Write(folder["d.json"], MadeUpRuns.Run("snip", "global", 1, 0.5, kept: 0));
        MadeUpRuns.Write(folder["e.json"], MadeUpRuns.Run("dense", "layerwise", 1, 0.98));

        CommandLineResult.Of("report", folder.FullPath, "--out", folder["page.html"]).Succeeded();

        var text = File.ReadAllText(folder["page.html"]);
        Assert.StartsWith("<!DOCTYPE html>", text);
        var page = XDocument.Parse(text.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)).Root!;
        Assert.IsEmpty(page.Descendants().Where(element => element.Name.LocalName is "script" or "link" or "img" or "iframe").ToArray());
        Assert.IsEmpty(page.Descendants().Attributes().Where(attribute => !attribute.IsNamespaceDeclaration && attribute.Value.Contains("//", StringComparison.Ordinal)).ToArray());
        Assert.IsEmpty(page.Descendants("div").Where(element => element.IsEmpty).ToArray(), "browsers take an empty <div/> for an opening alone");
        string[] titles = [.. page.Descendants().Where(element => element.Attribute("class")?.Value == "title").Select(element => element.Value)];
        foreach (var title in (string[])["Test accuracy against density, layerwise", "Test accuracy while training, layerwise", "Weights kept in each layer, %, seed 1", "NTT's loss while pruning", "Kernel distance while pruning", "Target distance while pruning"])
            Assert.Contains(title, titles);
        Assert.Contains("96.00 %", page.Descendants("td").Select(cell => cell.Value));
        Assert.Contains("† In at least one run", text);
        Assert.AreEqual("#e1", page.Descendants("a").Single().Attribute("href")!.Value);
    }

    [TestMethod]
    public void FiguresOfThePaper_StandBeforeTheExperiments_WithThePublishedNumbers()
    {
        using var folder = new TemporaryFolder();
        var run = MadeUpRuns.Run("ntt", "layerwise", 1, 0.7) with { Data = new DataFacts("cifar10", 50_000, 10_000), Network = "conv-4", Budget = "short" };
        MadeUpRuns.Write(folder["a.json"], run with { Machine = new MachineFacts("A processor", 2, ".NET 10") });

        CommandLineResult.Of("report", folder.FullPath).Succeeded();

        var page = XDocument.Parse(File.ReadAllText(folder["report.html"]).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)).Root!;
        CollectionAssert.AreEqual(
            (string[])["Table 1: Test accuracy of layerwise pruning, budget short", "cifar10, conv-4"], page.Descendants("a").Select(link => link.Value).ToArray());
        string[] cells = [.. page.Descendants("td").Select(cell => cell.Value)];
        Assert.Contains("65.58 ± 0.76", cells, "the paper's");
        Assert.Contains("70.00", cells, "ours");
        Assert.Contains("A processor, 2 processors, .NET 10; 2 threads", cells);
        Assert.Contains("2 epochs, batches of 64, learning rate 0.001, 10% held out", cells);
        Assert.Contains("1 of 15 cells", page.Value);
    }

    [TestMethod]
    public void SeedsOfNtt_AreOneCurve_AndManyDensitiesAreFolded()
    {
        using var folder = new TemporaryFolder();
        foreach (var seed in (int[])[1, 2])
        {
            foreach (var density in (double[])[0.01, 0.02, 0.03, 0.5])
            {
                var run = MadeUpRuns.Run("ntt", "layerwise", seed, 0.9) with { Density = new DensityFacts(density, density) };
                MadeUpRuns.Write(folder[$"{density}-{seed}.json"], run with { Prune = new PruneFacts(1, 1, [new(0, 4 * seed, 10, 1, 5), new(1, seed, 5, 1, 5)]) });
            }
        }

        CommandLineResult.Of("report", folder.FullPath).Succeeded();

        var page = XDocument.Parse(File.ReadAllText(folder["report.html"]).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)).Root!;
        Assert.HasCount(4, page.Descendants("details").ToArray());
        Assert.IsEmpty(page.Descendants("details").Attributes("open").ToArray());
        var loss = page.Descendants().Single(element => element.Name.LocalName == "svg" && element.Elements().First().Value == "NTT's loss while pruning");
        Assert.HasCount(2 * 4, loss.Elements(loss.Name.Namespace + "polyline").ToArray(), "a curve a density, and its key");
        Assert.Contains("6 at 1", loss.Descendants().Select(element => element.Value), "the mean of the seeds");
    }

    [TestMethod]
    public void Kernel_IsASettingOfThoseRunsAloneThatComputedIt()
    {
        using var folder = new TemporaryFolder();
        RunResult Run(string method, double? kernelDistance)
            => MadeUpRuns.Run(method, "layerwise", 1, 0.9) with { Prune = new PruneFacts(1, 1, [new(0, 4, kernelDistance, 1, 5)]) };
        string Loss()
        {
            CommandLineResult.Of("report", folder.FullPath).Succeeded();
            var page = XDocument.Parse(File.ReadAllText(folder["report.html"]).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)).Root!;
            return page.Descendants("tr").Single(row => row.Elements().First().Value == "NTT's loss").Elements().Last().Value;
        }

        MadeUpRuns.Write(folder["a.json"], Run("output-transfer", null));
        Assert.AreEqual("no kernel, weight decay 0.0001 divided by the density", Loss());

        MadeUpRuns.Write(folder["b.json"], Run("ntt", 10));
        Assert.AreEqual("kernel weight 0.001, weight decay 0.0001 divided by the density, kernel of all weights on halves of a batch", Loss());
    }

    [TestMethod]
    public void Page_LiesInTheFolderUnlessToldOtherwise()
    {
        using var folder = new TemporaryFolder();
        MadeUpRuns.Write(folder["a.json"], MadeUpRuns.Run("random", "layerwise", 1, 0.9));

        var result = CommandLineResult.Of("report", folder.FullPath).Succeeded();

        Assert.Contains("report.html: 1 runs", result.Output);
        Assert.IsTrue(File.Exists(folder["report.html"]));
    }

    [TestMethod]
    public void DenseRunsAlone_HaveAPageToo()
    {
        using var folder = new TemporaryFolder();
        MadeUpRuns.Write(folder["a.json"], MadeUpRuns.Run("dense", "layerwise", 1, 0.9));

        CommandLineResult.Of("report", folder.FullPath).Succeeded();

        Assert.Contains("<td>dense</td>", File.ReadAllText(folder["report.html"]));
    }

    [TestMethod]
    public void WhatIsNotThere_IsNamed_AndNothingIsWritten()
    {
        using var folder = new TemporaryFolder();

        CommandLineResult.Of("report", folder.FullPath).Failed(1, "There is no file *.json", folder.FullPath);

        Assert.IsEmpty(folder.Content);
    }
}
