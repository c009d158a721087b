using System.Text.Json.Nodes;
using Ntt.Pruning;

namespace Ntt.Cli.Tests;

[TestClass]
public sealed class MethodsCommandTests
{
    [TestMethod]
    public void EveryMethod_IsListedWithWhatItNeeds()
    {
        var result = CommandLineResult.Of("methods").Succeeded();

        foreach (var method in PruningMethods.BuiltIn.All)
            Assert.MatchesRegex($@"(?m)^\s+{method.Name}\s+(one-shot|iterative|optimizing)\s", result.Output);
        Assert.MatchesRegex(@"ntt\s+optimizing\s+layerwise\s+data\s+Neural Tangent Transfer", result.Output);
        Assert.MatchesRegex(@"\ssynflow\s+iterative\s+global\s+-\s", result.Output);
        Assert.MatchesRegex(@"\ssnip\s+one-shot\s+global\s+data and labels\s+Sensitivity of the loss", result.Output);
    }

    [TestMethod]
    public void Json_HoldsTheRegistry()
    {
        using var folder = new TemporaryFolder();

        CommandLineResult.Of("methods", "--json", folder["m.json"]).Succeeded();

        var rows = JsonNode.Parse(File.ReadAllText(folder["m.json"]))!["methods"]!.AsArray();
        CollectionAssert.AreEqual(PruningMethods.BuiltIn.All.Select(method => method.Name).ToArray(), rows.Select(row => (string?)row!["name"]).ToArray());
        var force = rows.Single(row => (string?)row!["name"] == "force")!;
        Assert.AreEqual(
            """{"name":"force","description":"As iterative-snip, but pruned weights can recover.","kind":"iterative","defaultAllocation":"global","defaultRounds":60,"needsData":true,"needsLabels":true}""",
            force.ToJsonString());
    }

    [TestMethod]
    public void UnwritablePath_IsAFailure()
    {
        using var folder = new TemporaryFolder();

        CommandLineResult.Of("methods", "--json", folder[Path.Combine("missing", "m.json")]).Failed(1, "--json", "cannot be written");
    }
}
