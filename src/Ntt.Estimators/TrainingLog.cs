using System.Globalization;
using Microsoft.ML.Runtime;
using Ntt.Training;

namespace Ntt.Estimators;

/// <summary>Tells of a training.</summary>
internal sealed class TrainingLog(IHostEnvironment? environment, IProgress<TrainingRecord>? progress)
    : FitLog<TrainingRecord>(environment, nameof(SparseSupervisedTrainer), "Training", progress)
{
    /// <summary>How it ended.</summary>
    public void End(TrainingResult result) => Info(string.Create(
        CultureInfo.InvariantCulture,
        $"{Words(result.End)} after step {result.Steps} in {result.Duration.TotalSeconds:0.0} s; the network is that of step {result.BestStep}."));

    protected override string Describe(TrainingRecord record)
    {
        var culture = CultureInfo.InvariantCulture;
        var text = string.Create(culture, $"Step {record.Step}, epoch {record.Epoch}: loss {record.Loss:g6}");
        text += record.ValidationLoss is { } loss ? string.Create(culture, $", validation loss {loss:g6}, validation accuracy {record.ValidationAccuracy:0.0000}") : "";
        return text + (record.MonitorAccuracy is { } accuracy ? string.Create(culture, $", monitored accuracy {accuracy:0.0000}.") : ".");
    }

    private static string Words(TrainingEnd end) => end switch
    {
        TrainingEnd.StoppedEarly => "Training stopped early",
        TrainingEnd.Cancelled => "Training was cancelled",
        _ => "Training completed",
    };
}
