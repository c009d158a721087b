using System.Text.Json.Nodes;
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
            "run", "--data", "mnist", "--data-dir", folder.FullPath, "--method", "magnitude", "--density", "0.03", "--steps", "1", "--seed", "4", "--model", folder["m.zip"]).Succeeded();

        var result = CommandLineResult.Of("inspect", folder["m.zip"], "--json", folder["i.json"]).Succeeded();

        Assert.Contains("input 28x28x1, flatten, dense 300, relu, dense 100, relu, dense 10", result.Output);
        Assert.MatchesRegex(@"fc1\s+235,200\s+7,056\s+3%", result.Output);
        Assert.MatchesRegex(@"all\s+266,200\s+7,986\s+3%\s+410\s+\d+\s+7,986", result.Output);
        Assert.Contains("theoretical speed-up 33.3: dense, a sample takes 266,200 multiply-adds", result.Output);
        Assert.Contains("of them the network; dense, its weights and biases take 1,066,440", result.Output);
        foreach (var fact in (string[])["method: magnitude", "data: mnist", "seed: 4", "version: 0.1.0", "command: ntt run --data mnist --method magnitude --density 0.03 --steps 1 --seed 4"])
            Assert.Contains(fact, result.Output);
        var root = JsonNode.Parse(File.ReadAllText(folder["i.json"]))!;
        Assert.AreEqual("file network density layers theoreticalSpeedup bytes facts", string.Join(' ', root.AsObject().Select(field => field.Key)));
        Assert.AreEqual(new FileInfo(folder["m.zip"]).Length, (long)root["bytes"]!["file"]!);
        Assert.AreEqual(1_066_440, (int)root["bytes"]!["dense"]!);
        Assert.AreEqual(7_056, (int)root["layers"]![0]!["kept"]!);
        Assert.AreEqual(100 / 3.0, (double)root["theoreticalSpeedup"]!, 1e-9);
        Assert.AreEqual("mnist", (string?)root["facts"]!["data"]);
    }

    [TestMethod]
    public void Command_CanBeRun()
    {
        using var folder = new TemporaryFolder();
        SmallMnist.Write(folder.FullPath);
        CommandLineResult.Of(
            "run", "--data", "mnist", "--data-dir", folder.FullPath, "--method", "random", "--network", "input 28x28x1, flatten, dense 10", "--steps", "1", "--model", folder["m.zip"]).Succeeded();

        var result = CommandLineResult.Of("inspect", folder["m.zip"]).Succeeded();

        Assert.Contains("ntt run --data mnist --network \"input 28x28x1, flatten, dense 10\" --method random --steps 1", result.Output);
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
        CommandLineResult.Of("inspect", folder["missing"], "--json", folder["none/i.json"]).Failed(1, "--json", "cannot be written");
        CommandLineResult.Of("inspect").Failed(2, "'file'", "See 'ntt inspect --help'.");
    }
}
