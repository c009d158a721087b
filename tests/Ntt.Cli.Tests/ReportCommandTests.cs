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
        foreach (var title in (string[])["Test accuracy against density, layerwise", "Test accuracy while training, layerwise", "Weights kept in each layer, %, seed 1", "Kernel distance while pruning"])
            Assert.Contains(title, titles);
        Assert.Contains("96.00 %", page.Descendants("td").Select(cell => cell.Value));
        Assert.Contains("† In at least one run", text);
        Assert.AreEqual("#e1", page.Descendants("a").Single().Attribute("href")!.Value);
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
