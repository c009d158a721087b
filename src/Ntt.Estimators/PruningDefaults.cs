using Ntt.Pruning;

namespace Ntt.Estimators;

/// <summary>The columns that are used when no others are named.</summary>
internal static class ColumnNames
{
    public const string PrunedNetwork = "PrunedNetwork";
    public const string Features = "Features";
    public const string Label = "Label";
    public const string Score = "Score";
    public const string PredictedLabel = "PredictedLabel";
}

/// <summary>The defaults that stand in signatures, for the short overloads and the options alike; the others are those of the engine's options.</summary>
internal static class PruningDefaults
{
    public const double Density = 0.05;
    public const PruningAllocation Allocation = PruningAllocation.Layerwise;
    public const int Seed = 1;
    public const int NumberOfEpochs = 20;
}

/// <summary>The same for training.</summary>
internal static class TrainingDefaults
{
    public const int NumberOfEpochs = 50;
    public const double LearningRate = 1e-3;
    public const int BatchSize = 64;
    public const int Seed = 1;
}
