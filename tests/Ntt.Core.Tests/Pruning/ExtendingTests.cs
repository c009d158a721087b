using System.Text.RegularExpressions;
using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

/// <summary>Follows docs/extending.md step by step, with the code that stands there.</summary>
[TestClass]
public sealed partial class ExtendingTests
{
    [TestMethod]
    public void AMethod_IsOneCriterionAndOneLine()
    {
        var architecture = NetworkArchitecture.Parse("input 4, dense 30, relu, dense 5");
        var samples = new SampleMatrix(NetworkCase.Samples(architecture, 6, seed: 1), 6, 4);
        var methods = PruningMethods.BuiltIn.With(new PruningMethod(
            "row-share", "Share of a weight in its unit's input.", PruningMethodKind.OneShot, PruningAllocation.Layerwise,
            (network, options) => new CriterionPruner(network, options, new RowShareCriterion())));

        var options = new PruningOptions { Density = 0.1, Allocation = PruningAllocation.ErdosRenyi };
        var result = methods.Find("row-share").Create(architecture, options).Prune(new PruningData(samples));

        // 27 of 270 weights, shared out (4 + 30) : (30 + 5).
        CollectionAssert.AreEqual(new[] { 13, 14 }, result.Network.Layers.Select(layer => layer.KeptCount).ToArray());
        Assert.AreEqual("row-share", result.Network.Metadata["method"]);
        var dense = new DenseBaseline(architecture, options).Prune(samples).Network.Layers[0];
        var shares = dense.Values.Chunk(4).SelectMany(row => row.Select(weight => Math.Abs(weight) / row.Sum(Math.Abs))).ToArray();
        var expected = Enumerable.Range(0, 120).OrderByDescending(index => shares[index]).Take(13).Order().ToArray();
        CollectionAssert.AreEqual(expected, result.Network.Layers[0].Mask!.KeptIndices());
    }

    [TestMethod]
    public void TheCodeOfTheText_IsTheCodeOfThisTest()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Ntt.MLNet.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Ntt.MLNet.sln.");
        }

        var source = Plain(File.ReadAllText(Path.Combine(root.FullName, "tests", "Ntt.Core.Tests", "Pruning", "ExtendingTests.cs")));
        var blocks = CodeBlock.Matches(File.ReadAllText(Path.Combine(root.FullName, "docs", "extending.md")));
        Assert.HasCount(3, blocks);
        foreach (Match block in blocks)
        {
            StringAssert.Contains(source, Plain(block.Groups["code"].Value));
        }
    }

    [GeneratedRegex(@"```csharp\s+(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex CodeBlock { get; }

    /// <summary>Without indentation.</summary>
    private static string Plain(string code) => string.Join('\n', code.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>The share of a weight in its unit's input: |θ| / Σ |θ| over the row.</summary>
internal sealed class RowShareCriterion : PruningCriterion
{
    public override string Name => "row-share";

    public override IReadOnlyList<float[]> Score(ScoringContext context)
    {
        var scores = context.KeptWeights();
        for (var layer = 0; layer < scores.Length; layer++)
        {
            foreach (var row in scores[layer].Chunk(context.Masks[layer].Columns).Select((weights, index) => (weights, index)))
            {
                var sum = row.weights.Sum(Math.Abs);
                for (var column = 0; column < row.weights.Length; column++)
                {
                    scores[layer][(row.index * row.weights.Length) + column] = sum > 0 ? Math.Abs(row.weights[column]) / sum : 0;
                }
            }
        }

        return scores;
    }
}
