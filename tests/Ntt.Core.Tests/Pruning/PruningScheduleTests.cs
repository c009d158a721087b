using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class PruningScheduleTests
{
    [TestMethod]
    public void Densities_FallByTheSameFactor_ToTheOneAsked()
    {
        var schedule = PruningSchedule.Shrinking(4);
        Assert.AreEqual(0.1, schedule.DensityAfter(2, 0.01), 1e-15);
        Assert.AreEqual(Math.Sqrt(0.1), schedule.DensityAfter(1, 0.01), 1e-15);
        Assert.AreEqual(0.3, schedule.DensityAfter(4, 0.3));
        Assert.AreEqual(1, schedule.DensityAfter(3, 1));
        Assert.AreEqual(0.3, PruningSchedule.OneShot.DensityAfter(1, 0.3));
        Assert.IsFalse(schedule.AllowsRecovery);
        Assert.IsTrue(PruningSchedule.Recovering(2).AllowsRecovery);
    }

    [TestMethod]
    public void BadNumbers_AreRefused()
    {
        Assert.AreEqual("rounds", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => PruningSchedule.Shrinking(0)).ParamName);
        Assert.AreEqual("rounds", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => PruningSchedule.Recovering(-1)).ParamName);
        Assert.AreEqual("round", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => PruningSchedule.OneShot.DensityAfter(2, 0.5)).ParamName);
        Assert.AreEqual("density", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => PruningSchedule.OneShot.DensityAfter(1, 0)).ParamName);
    }
}
