using System.Diagnostics;
using System.Globalization;
using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;

namespace Ntt.Training;

/// <summary>
/// Trains a network on labelled samples, by softmax cross-entropy unless the options name another loss. A pruned network is trained sparse: products and updates touch its kept
/// weights alone, and its masks stay as they are. Bit-identical for every number of threads.
/// </summary>
public sealed class SupervisedTrainer
{
    private readonly TrainingOptions _options;

    /// <summary>A trainer with the given options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    public SupervisedTrainer(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>Trains a copy of a network.</summary>
    /// <param name="initial">Where training starts; left as it is.</param>
    /// <param name="data">
    /// Samples and their classes; a fraction is held out for validation unless <paramref name="validation"/> is given. Where they have weights, the
    /// loss of each counts by its weight, relative to the mean weight of the training samples.
    /// </param>
    /// <param name="monitor">Samples whose accuracy the history records, such as the test set. They never choose a network. Null for none.</param>
    /// <param name="validation">
    /// Samples to judge by at the end of each epoch, instead of the fraction of <paramref name="data"/> that the options name; null for that fraction.
    /// </param>
    /// <param name="progress">Receives each record as it is made; null for nobody.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    /// <exception cref="ArgumentException">Samples do not fit the network, there is none, or all have weight 0; the message names the sample.</exception>
    /// <exception cref="ArithmeticException">The loss became infinite or NaN: training diverged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, unless the options ask for the network so far.</exception>
    public TrainingResult Train(
        Network initial,
        LabeledSamples data,
        LabeledSamples? monitor = null,
        LabeledSamples? validation = null,
        IProgress<TrainingRecord>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(data);
        var (features, outputs) = (initial.Architecture.Input.Size, initial.Architecture.OutputCount);
        data.ThrowIfUnfit(features, outputs, nameof(data));
        monitor?.ThrowIfUnfit(features, outputs, nameof(monitor));
        validation?.ThrowIfUnfit(features, outputs, nameof(validation));

        var clock = Stopwatch.StartNew();
        using var team = new WorkerTeam(WorkerTeam.Resolve(_options.NumberOfThreads));
        var split = DataSplit.Create(data.Count, validation is null ? _options.ValidationFraction : 0, _options.Seed);
        using var run = new TrainingRun(initial.Clone(), data, split.Training, _options, team);
        var judge = CreateJudge(data, validation, split);
        var steps = _options.NumberOfSteps ?? BatchStream.StepsOf(_options.NumberOfEpochs, run.StepsPerEpoch);
        var history = new List<TrainingRecord>();
        var end = TrainingEnd.Completed;

        void Record(double loss)
        {
            if (!double.IsFinite(loss))
            {
                throw new ArithmeticException(
                    string.Create(CultureInfo.InvariantCulture, $"Training diverged: the loss is {loss} at step {run.Steps}. The learning rate is {_options.LearningRate}; try a smaller one."));
            }

            var accuracy = monitor is null ? (double?)null : ClassificationMetrics.EvaluateChecked(run.Network, monitor, team).Accuracy;
            var record = new TrainingRecord(run.Steps, run.Steps / run.StepsPerEpoch, loss, accuracy, judge?.Last?.LogLoss, judge?.Last?.Accuracy);
            history.Add(record);
            progress?.Report(record);
        }

        Record(run.PeekLoss());
        while (run.Steps < steps)
        {
            if (cancellation.IsCancellationRequested)
            {
                if (!_options.ReturnNetworkOnCancellation)
                {
                    throw new OperationCanceledException(cancellation);
                }

                end = TrainingEnd.Cancelled;
                break;
            }

            run.Step();
            var stop = run.Steps % run.StepsPerEpoch == 0 && judge is not null && judge.ShouldStop(run.Network, run.Steps, team);
            if (run.Steps % _options.RecordInterval == 0 || run.Steps == steps || stop)
            {
                Record(run.TakeMeanLoss());
            }

            if (stop)
            {
                end = TrainingEnd.StoppedEarly;
                break;
            }
        }

        if (history[^1].Step != run.Steps)
        {
            Record(run.TakeMeanLoss());
        }

        return judge?.Best is { } best && (_options.EarlyStopping is not null || end == TrainingEnd.Cancelled)
            ? new TrainingResult(best, history, run.Steps, judge.BestStep, end, clock.Elapsed)
            : new TrainingResult(run.Network, history, run.Steps, run.Steps, end, clock.Elapsed);
    }

    private ValidationJudge? CreateJudge(LabeledSamples data, LabeledSamples? validation, DataSplit split)
    {
        if (validation is null && _options.EarlyStopping is not null && split.Validation.Length == 0)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture, $"Early stopping needs a validation sample; the validation fraction, {_options.ValidationFraction}, leaves none of {data.Count} samples."),
                nameof(data));
        }

        validation ??= _options.EarlyStopping is null ? null : data.Subset(split.Validation);
        _ = validation?.TotalWeight();
        return validation is null ? null : new ValidationJudge(_options.EarlyStopping, validation);
    }
}
