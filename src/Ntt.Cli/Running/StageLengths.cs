using Ntt.Data;
using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Cli.Running;

/// <summary>How many steps the stages of a run will take, for displays of progress.</summary>
internal static class StageLengths
{
    /// <summary>Steps of NTT on so many samples.</summary>
    public static int Of(NttOptions options, int samples)
    {
        // Two samples at the least are left to learn from.
        var held = Math.Min(options.ValidationFraction, Math.Max(0, samples - 2.0) / samples);
        return options.NumberOfSteps ?? BatchStream.StepsOf(options.NumberOfEpochs, EpochSteps(samples, held, options.Seed, options.BatchSize));
    }

    /// <summary>Steps of training on so many samples.</summary>
    public static int Of(TrainingOptions options, int samples)
        => options.NumberOfSteps
            ?? BatchStream.StepsOf(options.NumberOfEpochs, EpochSteps(samples, options.ValidationFraction, options.Seed, options.BatchSize));

    private static int EpochSteps(int samples, double validationFraction, int seed, int batchSize)
    {
        var training = DataSplit.Create(samples, validationFraction, seed).Training.Length;
        return BatchStream.StepsPerEpoch(training, Math.Min(batchSize, training));
    }
}
