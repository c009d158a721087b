using Ntt.Cli.Running;
using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Cli.Tests.Running;

[TestClass]
public sealed class RunLinesTests : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    private readonly StringWriter _output = new();
    private readonly SetClock _clock = new();

    public void Dispose() => _output.Dispose();

    [TestMethod]
    public void AfterTheInterval_ALineHasNameStepRateAndTimeLeft()
    {
        Show("1/2 a cell", withEnds: false, (0, 0), (30, 100), (60, 200), (61, 201), (120, 300));

        CollectionAssert.AreEqual(
            new[]
            {
                "1/2 a cell, prune 200/5000: kernel distance 4, target distance 0.500, L2 3.0, 3.3 steps/s; about 24 min left",
                "1/2 a cell, prune 300/5000: kernel distance 4, target distance 0.500, L2 3.0, 2.5 steps/s; about 31 min left",
            },
            Lines());
    }

    [TestMethod]
    public void WithEnds_FirstAndLastRecordHaveALineHoweverSoon()
    {
        Show("", withEnds: true, (0, 0), (1, 100), (2, 5_000));

        CollectionAssert.AreEqual(
            new[]
            {
                "prune 0/5000: kernel distance 4, target distance 0.500, L2 3.0",
                "prune 5000/5000: kernel distance 4, target distance 0.500, L2 3.0, 2500 steps/s",
            },
            Lines());
    }

    [TestMethod]
    public void AQuickRun_HasNoLinesWithoutEnds()
    {
        Show("a cell", withEnds: false, (0, 0), (1, 100), (59, 5_000));

        Assert.AreEqual("", _output.ToString());
    }

    [TestMethod]
    public void TheRateOfTraining_CountsFromItsOwnFirstRecord()
    {
        var lines = new RunLines(_output, "", s_interval, withEnds: false, _clock);

        lines.Show(100, 1_000, listeners =>
        {
            _clock.Seconds = 600;
            listeners.Pruning!.Report(new NttRecord(100, 1, 4, 0.5, 3));
            _clock.Seconds = 610;
            listeners.Training!.Report(new TrainingRecord(0, 0, 2.5, null, null, null));
            _clock.Seconds = 670;
            listeners.Training!.Report(new TrainingRecord(600, 1, 0.25, 0.5, null, null));
            return 0;
        });

        Assert.AreEqual("train 600/1000: loss 0.2500, test accuracy 50.00%, 10 steps/s", Lines()[^1]);
    }

    private void Show(string name, bool withEnds, params (double Seconds, int Step)[] records)
        => new RunLines(_output, name, s_interval, withEnds, _clock).Show(5_000, 0, listeners =>
        {
            foreach (var (seconds, step) in records)
            {
                _clock.Seconds = seconds;
                listeners.Pruning!.Report(new NttRecord(step, 0, 4, 0.5, 3));
            }

            return 0;
        });

    private string[] Lines() => _output.ToString().Split(_output.NewLine, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Shows the time it is set to.</summary>
    private sealed class SetClock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => (long)(1_000 * Seconds);
    }
}
