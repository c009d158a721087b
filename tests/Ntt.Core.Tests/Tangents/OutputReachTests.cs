using Ntt.Core.Tests.Oracle;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Core.Tests.Tangents;

[TestClass]
public sealed class OutputReachTests
{
    [TestMethod]
    public void FollowsKeptWeightsToTheOutputs()
    {
        // 3 inputs -> 4 units -> 3 units -> 2 outputs.
        var reaches = Of("input 3, dense 4, relu, dense 3, relu, dense 2", [null, [0, 4, 5, 11], [0, 1, 4]]);

        // The last layer's units are the outputs.
        Assert.AreEqual("0 | 1", Text(reaches[2]!, 2));
        // Output 0 keeps units 0 and 1, output 1 keeps unit 1.
        Assert.AreEqual("0 | 0 1 | ", Text(reaches[1]!, 3));
        // Unit 0 keeps unit 0 of the first layer, unit 1 its units 0 and 1; unit 3 only feeds unit 2, which leads nowhere.
        Assert.AreEqual("0 1 | 0 1 |  | ", Text(reaches[0]!, 4));
        CollectionAssert.AreEqual(new[] { 0, 1 }, reaches[0]!.LiveUnits);
        CollectionAssert.AreEqual(new[] { 0, 1 }, UnitsThatReach(reaches[1]!, 0, units: 3));
        CollectionAssert.AreEqual(new[] { 1 }, UnitsThatReach(reaches[1]!, 1, units: 3));
        Assert.AreEqual(4, reaches[0]!.PairCount);
        Assert.IsFalse(reaches[1]!.IsLive(2));
    }

    [TestMethod]
    public void DenseLayersLeadEverywhere()
    {
        var reaches = Of("input 3, dense 4, relu, dense 3, relu, dense 2", [null, null, [0]]);

        Assert.AreEqual("0 |  | ", Text(reaches[1]!, 3));
        Assert.AreEqual("0 | 0 | 0 | 0", Text(reaches[0]!, 4));
    }

    [TestMethod]
    public void ConvolutionsHaveNone()
    {
        var reaches = Of("input 4x4x1, conv 2 3x3, relu, flatten, dense 3, relu, dense 2", [null, null, [0, 1]]);

        Assert.IsNull(reaches[0]);
        Assert.AreEqual("0 | 0 | ", Text(reaches[1]!, 3));
    }

    private static OutputReach?[] Of(string text, int[]?[] kept)
    {
        var dense = NetworkCase.Dense(text, seed: 1);
        var layers = dense.Layers.Select((layer, index) => kept[index] is { } indices
            ? layer.Prune(Mask.FromIndices(layer.Shape.Rows, layer.Shape.Columns, indices))
            : layer);
        return OutputReach.Of(new NetworkPass(dense.Architecture, [.. layers], 1));
    }

    private static int[] UnitsThatReach(OutputReach reach, int output, int units)
        => [.. Enumerable.Range(0, units).Where(unit => reach.OutputsOf(unit).Contains(output))];

    private static string Text(OutputReach reach, int units)
        => string.Join(" | ", Enumerable.Range(0, units).Select(unit => string.Join(' ', reach.OutputsOf(unit).ToArray())));
}
