using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class PruningRoundsTests
{
    private static readonly NetworkArchitecture s_architecture = NetworkArchitecture.Parse("input 9, dense 20, relu, dense 15, relu, dense 4");
    private static readonly PruningOptions s_options = new() { Density = 0.05, NumberOfThreads = 1, Allocation = PruningAllocation.Global };

    private static readonly PruningData s_data = new(
        new SampleMatrix(NetworkCase.Samples(s_architecture, 40, seed: 81), 40, 9), [.. Enumerable.Range(0, 40).Select(sample => sample % 4)]);

    [TestMethod]
    [DataRow(PruningAllocation.Global)]
    [DataRow(PruningAllocation.ErdosRenyi)]
    [DataRow(PruningAllocation.ErdosRenyiKernel)]
    [DataRow(PruningAllocation.UniformPlus)]
    public void EveryRound_KeepsTheExactCount_AndShrinkingOnesNeverRecover(PruningAllocation allocation)
    {
        foreach (var inner in new PruningCriterion[] { new SnipCriterion(10), new NtkSapCriterion(draws: 1), new RandomCriterion() })
        {
            var criterion = new RecordingCriterion(inner);
            var schedule = PruningSchedule.Shrinking(7);
            var result = new CriterionPruner(s_architecture, s_options with { Allocation = allocation }, criterion, schedule).Prune(s_data);
            Assert.AreEqual(7, result.Steps);
            criterion.Masks.Add([.. result.Network.Layers.Select(layer => layer.Mask!)]);
            Assert.HasCount(8, criterion.Masks);
            for (var round = 1; round <= 7; round++)
            {
                var kept = criterion.Masks[round].Sum(mask => mask.KeptCount);
                Assert.AreEqual(MaskSelection.KeptCount(schedule.DensityAfter(round, 0.05), s_architecture.WeightCount), kept);
                Assert.AreEqual(0, Recovered(criterion.Masks, round));
            }
        }
    }

    [TestMethod]
    public void AWeight_ThatMattersOnceAnotherIsGone_RecoversWhereThatIsAllowed()
    {
        // Weight 0 scores low while weight 1 is kept, weight 1 always lower; of the rest the first score highest.
        var architecture = NetworkArchitecture.Parse("input 4, dense 1");
        float Score(ScoringContext context, int layer, int index) => index switch
        {
            0 => context.Masks[0][1] ? 1 : 100,
            1 => 0,
            _ => 10 - index,
        };
        var options = s_options with { Density = 0.25 };
        int[] Kept(PruningSchedule schedule) => new CriterionPruner(architecture, options, new FixedCriterion(Score), schedule)
            .Prune(new SampleMatrix([1, 2, 3, 4], 1, 4)).Network.Layers[0].Mask!.KeptIndices();
        CollectionAssert.AreEqual(new[] { 0 }, Kept(PruningSchedule.Recovering(2)));
        CollectionAssert.AreEqual(new[] { 2 }, Kept(PruningSchedule.Shrinking(2)));
    }

    [TestMethod]
    public void Force_LetsWeightsRecover_AndIterativeSnipDoesNot()
    {
        var recovered = new Dictionary<bool, int>();
        foreach (var schedule in new[] { PruningSchedule.Recovering(20), PruningSchedule.Shrinking(20) })
        {
            var criterion = new RecordingCriterion(new SnipCriterion(40));
            new CriterionPruner(s_architecture, s_options, criterion, schedule).Prune(s_data);
            Assert.HasCount(20, criterion.Masks);
            recovered[schedule.AllowsRecovery] = Enumerable.Range(1, 19).Sum(round => Recovered(criterion.Masks, round));
        }

        Assert.IsGreaterThan(0, recovered[true]);
        Assert.AreEqual(0, recovered[false]);
    }

    [TestMethod]
    public void OneRound_IsOneShot()
    {
        var once = new CriterionPruner(s_architecture, s_options, new SnipCriterion()).Prune(s_data);
        var round = PruningMethods.BuiltIn.Find("iterative-snip").Create(s_architecture, s_options with { ScoringRounds = 1 }).Prune(s_data);
        NttPrunerTests.AssertSameNumbers(once.Network, round.Network);
        Assert.AreEqual(0, round.Steps);
        Assert.AreEqual("iterative-snip", round.Network.Metadata["method"]);
    }

    [TestMethod]
    public void Criteria_SeeTheInitialWeights_TheMasksAndTheRound()
    {
        var criterion = new FixedCriterion((_, _, index) => index);
        new CriterionPruner(s_architecture, s_options with { Seed = 9 }, criterion, PruningSchedule.Recovering(3)).Prune(s_data);
        var dense = NetworkInitializer.GlorotTruncatedNormal(s_architecture, InputNormalization.FromSamples(s_data.Samples.Values, s_architecture.Input), 9);
        for (var round = 0; round < 3; round++)
        {
            var context = criterion.Contexts[round];
            Assert.AreEqual(round, context.Round);
            Assert.AreEqual(9, context.Seed);
            Assert.AreSame(s_data, context.Data);
            NttPrunerTests.AssertSameNumbers(dense, context.Dense);
            var kept = context.KeptWeights();
            for (var index = 0; index < kept[1].Length; index++)
            {
                Assert.AreEqual(context.Masks[1][index] ? dense.Layers[1].Values[index] : 0, kept[1][index]);
            }
        }

        Assert.IsTrue(criterion.Contexts[0].Masks.All(mask => mask.KeptCount == mask.Count));
    }

    [TestMethod]
    public void ACancelledPruning_Ends()
    {
        using var cancellation = new CancellationTokenSource();
        var criterion = new FixedCriterion((context, _, _) =>
        {
            if (context.Round == 2)
            {
                cancellation.Cancel();
            }

            return 0;
        });
        Assert.ThrowsExactly<OperationCanceledException>(
            () => new CriterionPruner(s_architecture, s_options, criterion, PruningSchedule.Shrinking(9)).Prune(s_data, null, cancellation.Token));
        Assert.HasCount(3, criterion.Contexts);
    }

    private static int Recovered(List<IReadOnlyList<Mask>> masks, int round)
        => masks[round].Zip(masks[round - 1]).Sum(pair => pair.First.CountNotIn(pair.Second));
}
