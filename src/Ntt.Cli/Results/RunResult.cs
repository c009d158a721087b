using System.Text.Json.Serialization;
using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Cli.Results;

/// <summary>What <c>ntt run</c> writes.</summary>
/// <param name="Version">The version of the program that made it.</param>
/// <param name="Arguments">What stood behind <c>ntt run</c>: the options given that the result depends on.</param>
/// <param name="Host">Which ML.NET ran the pipeline: <c>embedded</c> or <c>mlnet</c>.</param>
/// <param name="Data">The data set.</param>
/// <param name="Network">The network as it was asked for: a name or a written architecture.</param>
/// <param name="Method">The pruning method.</param>
/// <param name="Allocation">How the kept weights are shared out among the layers.</param>
/// <param name="Control">What was taken away from the finished pruning.</param>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Density">Kept fractions of the weights.</param>
/// <param name="Layers">Weights of each layer.</param>
/// <param name="TheoreticalSpeedup">Multiply-adds of the dense network divided by those of the pruned one; null when no weight is left.</param>
/// <param name="Prune">The pruning stage.</param>
/// <param name="Train">The training stage.</param>
/// <param name="Test">How well the trained network classifies the test set.</param>
/// <param name="Model">The model zip.</param>
/// <param name="Machine">What it ran on; null in results of versions that did not tell.</param>
/// <param name="Budget">The budget of the study that it is a cell of; null, and not written, for none.</param>
internal sealed record RunResult(
    string Version,
    IReadOnlyList<string> Arguments,
    string Host,
    DataFacts Data,
    string Network,
    string Method,
    string Allocation,
    string Control,
    int Seed,
    int Threads,
    DensityFacts Density,
    IReadOnlyList<LayerFacts> Layers,
    double TheoreticalSpeedup,
    PruneFacts Prune,
    TrainFacts Train,
    TestFacts Test,
    ModelFacts Model,
    MachineFacts? Machine = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Budget = null)
{
    /// <summary>The method that prunes nothing: density and allocation mean nothing to it, and it stands beside every other.</summary>
    public const string Dense = "dense";

    /// <summary>Whether the network was left as it is.</summary>
    [JsonIgnore]
    public bool IsDense => Method == Dense;
}

/// <summary>A data set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Train">Number of training images.</param>
/// <param name="Test">Number of test images.</param>
internal sealed record DataFacts(string Name, int Train, int Test);

/// <summary>Kept fractions of the weights.</summary>
/// <param name="Requested">Asked for.</param>
/// <param name="Kept">Achieved.</param>
internal sealed record DensityFacts(double Requested, double Kept);

/// <summary>What pruning left of a layer.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Weights">Weights before pruning.</param>
/// <param name="Kept">Weights now; 0 if the layer collapsed.</param>
/// <param name="Units">Its units or filters.</param>
/// <param name="DeadUnits">Those without a kept weight in, or without one out to the next layer.</param>
/// <param name="DenseMultiplyAdds">Multiply-adds a sample before pruning.</param>
/// <param name="SparseMultiplyAdds">Multiply-adds a sample with the kept weights.</param>
internal sealed record LayerFacts(string Name, int Weights, int Kept, int Units, int DeadUnits, long DenseMultiplyAdds, long SparseMultiplyAdds)
{
    public static LayerFacts Of(LayerReport layer)
        => new(layer.Name, layer.Weights, layer.Kept, layer.Units, layer.DeadUnits, layer.DenseMultiplyAdds, layer.SparseMultiplyAdds);
}

/// <summary>The pruning stage.</summary>
/// <param name="Steps">Updates made, or rounds; 0 of one-shot methods.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="History">The objective at step 0, every 100th and the last; empty for methods without steps.</param>
internal sealed record PruneFacts(int Steps, double Seconds, IReadOnlyList<NttRecord> History);

/// <summary>The training stage.</summary>
/// <param name="Steps">Updates made.</param>
/// <param name="Seconds">Wall time, with that of measuring the accuracies of the history.</param>
/// <param name="History">Loss and accuracy at step 0, every 100th and the last.</param>
internal sealed record TrainFacts(int Steps, double Seconds, IReadOnlyList<TrainPoint> History);

/// <summary>What training had reached at one step.</summary>
/// <param name="Step">Updates made.</param>
/// <param name="Loss">Mean training loss since the previous record.</param>
/// <param name="TestAccuracy">Accuracy on the test set, for the record only.</param>
internal sealed record TrainPoint(int Step, double Loss, double? TestAccuracy)
{
    public static TrainPoint Of(TrainingRecord record) => new(record.Step, record.Loss, record.MonitorAccuracy);
}

/// <summary>How well the trained network classifies the test set.</summary>
/// <param name="Accuracy">Fraction of images classified right.</param>
/// <param name="LogLoss">Mean cross-entropy, nats.</param>
/// <param name="Count">Number of images.</param>
internal sealed record TestFacts(double Accuracy, double LogLoss, int Count);

/// <summary>The model zip.</summary>
/// <param name="Path">Where it was written to; null when nobody asked for it.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record ModelFacts(string? Path, int Bytes);

/// <summary>A machine.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Processors">Logical processors in use.</param>
/// <param name="Framework">The .NET version.</param>
internal sealed record MachineFacts(string Processor, int Processors, string Framework);
