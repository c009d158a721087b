using System.Reflection;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Cli.CommandLine;
using Ntt.Cli.Results;
using Ntt.Data;
using Ntt.Estimators;
using Ntt.Pruning;
using Ntt.Transforms;

namespace Ntt.Cli.Running;

/// <summary>One run of prune, train and test through an ML.NET pipeline.</summary>
internal sealed class PipelineRun(RunSettings settings, Terminal terminal)
{
    private readonly MLContext _ml = new(settings.Training.Seed);

    /// <summary>Which ML.NET the program was built against.</summary>
    public static string Host => typeof(MLContext).Assembly.GetName().Name == "Ntt.EmbeddedHost" ? "embedded" : "mlnet";

    /// <summary>The version of the program, with the commit it was built from where that is known.</summary>
    public static string Version { get; }
        = typeof(PipelineRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Runs, then writes what was asked for: nothing, when something fails or is cancelled.</summary>
    public void Run()
    {
        var (result, zip, warnings) = Execute(settings.Quiet ? new NoRunDisplay() : new RunProgress(terminal));
        terminal.Cancellation.ThrowIfCancellationRequested();
        settings.Model?.Write(zip);
        settings.Json?.Write(JsonSerializer.SerializeToUtf8Bytes(result, ResultJson.Default.RunResult));
        RunSummary.Write(terminal.Output, result, warnings);
    }

    /// <summary>Runs.</summary>
    /// <param name="display">Shows how far it is.</param>
    /// <param name="check">Is given the data before anything is computed; null for no check.</param>
    /// <returns>What came out, the model zip, and warnings in words.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public (RunResult Result, byte[] Model, IReadOnlyList<string> Warnings) Execute(IRunDisplay display, Action<DataFacts>? check = null)
    {
        var data = DataSets.Load(settings.Data, settings.DataFolder);
        ThrowIfUnfit(data);
        var facts = new DataFacts(data.Name, data.Train.Count, data.Test.Count);
        check?.Invoke(facts);
        var (train, test) = (_ml.Data.LoadFromImages(data.Train), _ml.Data.LoadFromImages(data.Test));
        var model = display.Show(
            settings.Method.Kind == PruningMethodKind.Optimizing ? StageLengths.Of(settings.Pruning, data.Train.Count) : 0,
            StageLengths.Of(settings.Training, data.Train.Count),
            listeners => CreatePipeline(test, listeners).Fit(train));
        terminal.Cancellation.ThrowIfCancellationRequested();
        var metrics = _ml.MulticlassClassification.Evaluate(model.Transform(test));
        var zip = Save(RunNotes.WriteInto(model.LastTransformer, settings), train.Schema);
        var pruning = model.OfType<PrunedNetworkTransformer>().Single().Result!;
        var training = model.LastTransformer.Result!;
        var result = new RunResult(
            Version,
            settings.Arguments,
            Host,
            facts,
            settings.Network,
            settings.Method.Name,
            Words.Allocations.Name(settings.Pruning.Allocation),
            Words.Controls.Name(settings.Pruning.Control),
            settings.Pruning.Seed,
            settings.Threads,
            new DensityFacts(pruning.Report.RequestedDensity, pruning.Report.KeptDensity),
            [.. pruning.Report.Layers.Select(LayerFacts.Of)],
            pruning.Report.TheoreticalSpeedup,
            new PruneFacts(pruning.Steps, pruning.Duration.TotalSeconds, pruning.History),
            new TrainFacts(training.Steps, training.Duration.TotalSeconds, [.. training.History.Select(TrainPoint.Of)]),
            new TestFacts(metrics.MicroAccuracy, metrics.LogLoss, data.Test.Count),
            new ModelFacts(settings.Model?.Path, zip.Length),
            Machine.Facts);
        return (result, zip, pruning.Report.Warnings);
    }

    private EstimatorChain<SparseNetworkTransformer> CreatePipeline(IDataView test, RunListeners listeners)
        => _ml.Transforms
            .Prune(settings.Method, new MethodPruningEstimator.Options
            {
                Architecture = settings.Architecture,
                Density = settings.Pruning.Density,
                Allocation = settings.Pruning.Allocation,
                Control = settings.Pruning.Control,
                ScoringRounds = settings.Pruning.ScoringRounds,
                ScoringSamples = settings.Pruning.ScoringSamples,
                Seed = settings.Pruning.Seed,
                NumberOfThreads = settings.Pruning.NumberOfThreads,
                Ntt = settings.Pruning,
                Progress = listeners.Pruning,
                CancellationToken = terminal.Cancellation,
            })
            .Append(_ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options
            {
                NumberOfEpochs = settings.Training.NumberOfEpochs,
                NumberOfSteps = settings.Training.NumberOfSteps,
                LearningRate = settings.Training.LearningRate,
                BatchSize = settings.Training.BatchSize,
                Seed = settings.Training.Seed,
                NumberOfThreads = settings.Training.NumberOfThreads,
                MonitorSet = test,
                Progress = listeners.Training,
                CancellationToken = terminal.Cancellation,
            }));

    /// <summary>The trained network is all that scoring needs; the pruned one before it would double the file.</summary>
    private byte[] Save(SparseNetworkTransformer model, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(model, schema, stream);
        return stream.ToArray();
    }

    private void ThrowIfUnfit(DataSet data)
    {
        var (images, network) = (data.Train, settings.Architecture);
        if (network.Input.Size != images.Shape.Size)
        {
            throw new UsageException(
                $"--network '{settings.Network}' reads images of {network.Input}; those of --data {data.Name} are {images.Shape}.");
        }

        if (network.OutputCount != images.ClassNames.Count)
        {
            throw new UsageException(
                $"--network '{settings.Network}' has {network.OutputCount} outputs; --data {data.Name} has {images.ClassNames.Count} classes.");
        }
    }
}
