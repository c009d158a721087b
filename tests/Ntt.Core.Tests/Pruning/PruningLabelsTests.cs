using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class PruningLabelsTests
{
    private static readonly NetworkArchitecture s_architecture = NetworkArchitecture.Parse("input 2, dense 5, relu, dense 3");
    private static readonly SampleMatrix s_samples = new([1, 2, 3, 4, 5, 7, 2, 1], 4, 2);

    private static Pruner Snip => PruningMethods.BuiltIn.Find("snip").Create(s_architecture, new PruningOptions { Density = 0.5 });

    [TestMethod]
    public void MissingLabels_AreNamed_WithTheMethodsThatNeedNone()
    {
        foreach (var name in new[] { "snip", "iterative-snip", "force", "grasp" })
        {
            var pruner = PruningMethods.BuiltIn.Find(name).Create(s_architecture, new PruningOptions { Density = 0.5 });
            Assert.IsTrue(pruner.NeedsLabels);
            var problem = Assert.ThrowsExactly<ArgumentException>(() => pruner.Prune(s_samples));
            StringAssert.Contains(problem.Message, $"'{name}' needs labels");
            StringAssert.Contains(problem.Message, "need none: ntt, output-transfer, logit-snip, px, ntk-sap, synflow,");
            Assert.AreEqual("samples", problem.ParamName);
            Assert.AreEqual("data", Assert.ThrowsExactly<ArgumentException>(() => pruner.Prune(new PruningData(s_samples))).ParamName);
        }
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(-1)]
    public void LabelsOutsideTheClasses_AreNamed_WithTheirSample(int label)
    {
        var problem = Assert.ThrowsExactly<ArgumentException>(() => Snip.Prune(new PruningData(s_samples, [0, 1, label, 2])));
        StringAssert.Contains(problem.Message, $"Sample 2 has label {label}; the network has the classes 0 to 2");
        Assert.AreEqual("data", problem.ParamName);
    }

    [TestMethod]
    public void LabelsOfAnotherNumber_AreRefused()
    {
        var problem = Assert.ThrowsExactly<ArgumentException>(() => new PruningData(s_samples, [0, 1, 2]));
        StringAssert.Contains(problem.Message, "3 labels were given for 4 samples");
        Assert.ThrowsExactly<ArgumentNullException>(() => new PruningData(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => Snip.Prune((PruningData)null!));
    }

    [TestMethod]
    public void LabelFreeMethods_DoNotLookAtLabels()
    {
        var pruner = PruningMethods.BuiltIn.Find("logit-snip").Create(s_architecture, new PruningOptions { Density = 0.5 });
        NttPrunerTests.AssertSameNumbers(pruner.Prune(s_samples).Network, pruner.Prune(new PruningData(s_samples, [99, -1, 7, 0])).Network);
    }

    [TestMethod]
    public void BadSamples_AreRefused_WithLabelsToo()
    {
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Snip.Prune(new PruningData(new SampleMatrix([], 0, 2), []))).Message, "no samples");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Snip.Prune(new PruningData(new SampleMatrix([1, 2, 3], 1, 3), [0]))).Message, "3 features");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Snip.Prune(new PruningData(new SampleMatrix([1, float.NaN], 1, 2), [0]))).Message, "feature 1 is NaN");
    }
}
