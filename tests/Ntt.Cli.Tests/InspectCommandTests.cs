using Ntt.Data;
using Ntt.Files;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Cli.Tests;

[TestClass]
public sealed class InspectCommandTests
{
    [TestMethod]
    public void ModelZip_ShowsItsNetwork()
    {
        using var folder = new TemporaryFolder();
        SmallMnist.Write(folder.FullPath);
        CommandLineResult.Of(
            "run", "--data", "mnist", "--data-dir", folder.FullPath, "--method", "magnitude", "--density", "0.03", "--steps", "1", "--model", folder["m.zip"]).Succeeded();

        var result = CommandLineResult.Of("inspect", folder["m.zip"]).Succeeded();

        Assert.Contains("input 28x28x1, flatten, dense 300, relu, dense 100, relu, dense 10", result.Output);
        Assert.MatchesRegex(@"fc1\s+235,200\s+7,056\s+3%", result.Output);
        Assert.MatchesRegex(@"all\s+266,200\s+7,986\s+3%", result.Output);
        Assert.Contains("method: magnitude", result.Output);
    }

    [TestMethod]
    public void NetworkFile_ShowsItsNetwork()
    {
        using var folder = new TemporaryFolder();
        var architecture = NetworkArchitecture.Parse("input 3, dense 4, relu, dense 2");
        var samples = new SampleMatrix([1, 2, 3, 4, 5, 7], 2, 3);
        NetworkFile.Save(new CriterionPruner(architecture, new PruningOptions { Density = 0.5 }, new RandomCriterion()).Prune(samples).Network, folder["n"]);

        var result = CommandLineResult.Of("inspect", folder["n"]).Succeeded();

        Assert.MatchesRegex(@"fc1\s+12\s+6\s+50%", result.Output);
        Assert.Contains($"{new FileInfo(folder["n"]).Length:N0} bytes", result.Output);
    }

    [TestMethod]
    public void WhatIsNoNetwork_IsSaidSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["text"], "no network at all");
        File.WriteAllText(folder["zip"], "PK and no more");

        CommandLineResult.Of("inspect", folder["text"]).Failed(1, folder["text"], "offset 0");
        CommandLineResult.Of("inspect", folder["zip"]).Failed(1, folder["zip"]);
        CommandLineResult.Of("inspect", folder["missing"]).Failed(1, folder["missing"]);
        CommandLineResult.Of("inspect").Failed(2, "'file'", "See 'ntt inspect --help'.");
    }
}
