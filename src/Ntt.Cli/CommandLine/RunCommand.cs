using System.CommandLine;
using Ntt.Cli.Results;
using Ntt.Cli.Running;
using Ntt.Compute;
using Ntt.Data;
using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt run</c>: prune, train and test one network.</summary>
internal sealed class RunCommand
{
    private const string KernelFree = "output-transfer";

    private static readonly NttOptions s_pruning = new();
    private static readonly TrainingOptions s_training = new();

    private readonly Option<string> _data = OptionKinds.Choice("--data", "Data set", DataSets.Names, DataSets.Digits);
    private readonly Option<string> _dataFolder = OptionKinds.DataFolder();

    private readonly Option<string> _network = OptionKinds.Network();

    private readonly Option<string> _method = OptionKinds.Choice(
        "--method", "Pruning method; 'ntt methods' tells more", [.. PruningMethods.BuiltIn.All.Select(method => method.Name)], "ntt");
    private readonly Option<double?> _density = OptionKinds.Density($"default {s_pruning.Density}; dense keeps all");

    private readonly Option<string> _allocation = OptionKinds.Choice(
        "--allocation", "How the kept weights are shared out among the layers", Words.Allocations.Names, "layerwise");

    private readonly Option<int?> _scoringRounds = OptionKinds.Count(
        "--scoring-rounds", "Rounds of the iterative methods (default each method's own number)");

    private readonly Option<int?> _scoringSamples = OptionKinds.Count(
        "--scoring-samples", "Samples that a score is computed on; of each class for grasp, random inputs for ntk-sap (default each method's own number)");

    private readonly Option<string> _control = OptionKinds.Choice(
        "--control", "What is taken away from the finished pruning, for comparison", Words.Controls.Names, "none");

    private readonly Option<int?> _nttEpochs = OptionKinds.Count("--ntt-epochs", $"Epochs of NTT (default {s_pruning.NumberOfEpochs})");
    private readonly Option<int?> _nttSteps = OptionKinds.Count("--ntt-steps", "Steps of NTT, in place of epochs", minimum: 0);
    private readonly Option<int?> _epochs = OptionKinds.Count("--epochs", $"Epochs of training (default {s_training.NumberOfEpochs})");
    private readonly Option<int?> _steps = OptionKinds.Count("--steps", "Steps of training, in place of epochs", minimum: 0);

    private readonly Option<int?> _seed = OptionKinds.Seed(s_pruning.Seed);
    private readonly Option<int?> _threads = OptionKinds.Threads();

    private readonly Option<string> _kernelScope = OptionKinds.KernelScope();

    private readonly Option<string> _pairing = OptionKinds.Choice(
        "--pairing", "Pairs of a batch that the kernel compares", Words.Pairings.Names, "halves");

    private readonly Option<double?> _kernelWeight = OptionKinds.NotNegative(
        "--kernel-weight", $"Factor of the kernel distance in NTT's loss (default {s_pruning.KernelWeight})");

    private readonly Option<double?> _weightDecay = OptionKinds.NotNegative(
        "--weight-decay",
        $"Factor of the squared weights in NTT's loss, before its division by the density (default {s_pruning.WeightDecay}; 1E-05 for lenet-5-caffe, 1E-08 for conv-4)");

    private readonly Option<double?> _nttLearningRate = OptionKinds.Positive(
        "--ntt-learning-rate", $"Learning rate of NTT (default {s_pruning.LearningRate})");

    private readonly Option<int?> _nttBatchSize = OptionKinds.Count(
        "--ntt-batch-size", $"Samples a step of NTT (default {s_pruning.BatchSize}; 32 for conv-4)", minimum: 2);

    private readonly Option<int?> _maskUpdateInterval = OptionKinds.Count(
        "--mask-update-interval", $"Steps of NTT from a mask update to the next (default {s_pruning.MaskUpdateInterval})");

    private readonly Option<bool> _cacheTeacher = new("--cache-teacher")
    {
        Description = "Compute the teacher once a batch and keep batches together: faster, and a deviation from the paper",
    };

    private readonly Option<double?> _learningRate = OptionKinds.Positive(
        "--learning-rate", $"Learning rate of training (default {s_training.LearningRate})");

    private readonly Option<int?> _batchSize = OptionKinds.Count(
        "--batch-size", $"Samples a step of training (default {s_training.BatchSize})");

    private readonly Option<string> _json = OptionKinds.File("--json", "Write the result to this file");
    private readonly Option<string> _model = OptionKinds.File("--model", "Save the trained model to this file, an ML.NET model zip");
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Show no progress" };

    private RunCommand()
    {
    }

    /// <summary>The command, with its options.</summary>
    public static Command Create(Terminal terminal) => new RunCommand().Command(terminal);

    /// <summary>What a command line of <c>ntt run</c> asks for.</summary>
    /// <param name="arguments">What stands behind <c>run</c>.</param>
    /// <param name="terminal">Where the run will show itself.</param>
    /// <exception cref="UsageException">The command line is wrong.</exception>
    public static RunSettings Read(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var options = new RunCommand();
        var parsed = options.Command(terminal).Parse(arguments);
        return parsed.Errors is [var error, ..] ? throw new UsageException(error.Message) : options.Read(parsed);
    }

    private Command Command(Terminal terminal)
    {
        var command = new Command("run", "Prune a network, train it, test it.")
        {
            _data, _dataFolder, _network, _method, _density, _allocation, _scoringRounds, _scoringSamples, _control,
            _nttEpochs, _nttSteps, _epochs, _steps, _seed, _threads, _json, _model, _quiet,
            _kernelScope, _pairing, _kernelWeight, _weightDecay, _nttLearningRate, _nttBatchSize,
            _maskUpdateInterval, _cacheTeacher, _learningRate, _batchSize,
        };
        command.SetAction(parsed => new PipelineRun(Read(parsed), terminal).Run());
        return command;
    }

    private RunSettings Read(ParseResult parsed)
    {
        var network = parsed.GetRequiredValue(_network);
        var architecture = GivenOptions.ReadNetwork(network);
        var paper = NttOptions.ForArchitecture(architecture);
        var method = PruningMethods.BuiltIn.Find(parsed.GetRequiredValue(_method));
        foreach (var option in (Option[])[_kernelScope, _pairing, _kernelWeight])
        {
            if (method.Name == KernelFree && parsed.GetResult(option) is { Implicit: false })
                throw new UsageException($"{option.Name} does not go with --method {KernelFree}, which computes no kernel.");
        }

        var seed = parsed.GetValue(_seed) ?? s_pruning.Seed;
        var threads = WorkerTeam.Resolve(parsed.GetValue(_threads));
        var (json, model) = (OutputFile.Open("--json", parsed.GetValue(_json)), OutputFile.Open("--model", parsed.GetValue(_model)));
        if (json is not null && json.FullPath == model?.FullPath)
            throw new UsageException($"--json and --model both name '{json.Path}'; they are two files.");
        return new RunSettings(
            GivenOptions.Arguments(parsed, _dataFolder, _threads, _json, _model, _quiet),
            parsed.GetRequiredValue(_data),
            parsed.GetValue(_dataFolder),
            network,
            architecture,
            method,
            new NttOptions
            {
                Density = parsed.GetValue(_density) ?? s_pruning.Density,
                Allocation = Words.Allocations.Value(parsed.GetRequiredValue(_allocation)),
                ScoringRounds = parsed.GetValue(_scoringRounds),
                ScoringSamples = parsed.GetValue(_scoringSamples),
                Control = Words.Controls.Value(parsed.GetRequiredValue(_control)),
                Seed = seed,
                NumberOfThreads = threads,
                NumberOfEpochs = parsed.GetValue(_nttEpochs) ?? s_pruning.NumberOfEpochs,
                NumberOfSteps = parsed.GetValue(_nttSteps),
                KernelScope = Words.Scopes.Value(parsed.GetRequiredValue(_kernelScope)),
                KernelPairing = Words.Pairings.Value(parsed.GetRequiredValue(_pairing)),
                KernelWeight = parsed.GetValue(_kernelWeight) ?? s_pruning.KernelWeight,
                WeightDecay = parsed.GetValue(_weightDecay) ?? paper.WeightDecay,
                LearningRate = parsed.GetValue(_nttLearningRate) ?? s_pruning.LearningRate,
                BatchSize = parsed.GetValue(_nttBatchSize) ?? paper.BatchSize,
                MaskUpdateInterval = parsed.GetValue(_maskUpdateInterval) ?? s_pruning.MaskUpdateInterval,
                CacheTeacher = parsed.GetValue(_cacheTeacher),
            },
            new TrainingOptions
            {
                Seed = seed,
                NumberOfThreads = threads,
                NumberOfEpochs = parsed.GetValue(_epochs) ?? s_training.NumberOfEpochs,
                NumberOfSteps = parsed.GetValue(_steps),
                LearningRate = parsed.GetValue(_learningRate) ?? s_training.LearningRate,
                BatchSize = parsed.GetValue(_batchSize) ?? s_training.BatchSize,
            },
            threads,
            json,
            model,
            parsed.GetValue(_quiet));
    }
}
