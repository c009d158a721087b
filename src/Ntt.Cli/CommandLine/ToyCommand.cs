using System.CommandLine;
using System.Text;
using System.Text.Json;
using Ntt.Cli.Results;
using Ntt.Cli.Running;
using Ntt.Cli.Toy;
using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt toy</c>: follow the outputs of a teacher and of its students through training.</summary>
internal sealed class ToyCommand
{
    private const int PaperSteps = 5000;
    private const int PaperImages = 500;
    private const double PaperDensity = 0.1;
    private const int PaperSeed = 1;

    private readonly Option<string> _data = OptionKinds.Choice("--data", "Data set, of which the classes 0 and 1 are taken", DataSets.Names, "mnist");
    private readonly Option<string> _dataFolder = OptionKinds.DataFolder();

    private readonly Option<int?> _images = OptionKinds.Number<int>(
        "--images", $"Images, half of each class (default {PaperImages})", number => number >= 4 && number % 2 == 0, "an even number of at least 4");

    private readonly Option<string> _network = OptionKinds.Network();
    private readonly Option<double?> _density = OptionKinds.Density($"default {PaperDensity}");
    private readonly Option<int?> _nttSteps = OptionKinds.Count("--ntt-steps", $"Steps of NTT (default {PaperSteps})");
    private readonly Option<int?> _steps = OptionKinds.Count("--steps", $"Steps of training (default {PaperSteps})");
    private readonly Option<double?> _learningRate = OptionKinds.Positive("--learning-rate", $"Learning rate of training (default {ToySettings.PaperLearningRate})");
    private readonly Option<string> _kernelScope = OptionKinds.KernelScope();
    private readonly Option<int?> _seed = OptionKinds.Seed(PaperSeed);
    private readonly Option<int?> _threads = OptionKinds.Threads();
    private readonly Option<string> _json = OptionKinds.File("--json", "Write the result to this file");
    private readonly Option<string> _figure = OptionKinds.File("--figure", "Draw the paths of the outputs into this file, a scalable picture (SVG)");
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Show no progress" };

    private ToyCommand()
    {
    }

    /// <summary>The command, with its options.</summary>
    public static Command Create(Terminal terminal) => new ToyCommand().Command(terminal);

    /// <summary>What a command line of <c>ntt toy</c> asks for.</summary>
    /// <param name="arguments">What stands behind <c>toy</c>.</param>
    /// <param name="terminal">Where the run will show itself.</param>
    /// <exception cref="UsageException">The command line is wrong.</exception>
    public static ToySettings Read(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var options = new ToyCommand();
        var parsed = options.Command(terminal).Parse(arguments);
        return parsed.Errors is [var error, ..] ? throw new UsageException(error.Message) : options.Read(parsed);
    }

    private Command Command(Terminal terminal)
    {
        var command = new Command("toy", "Follow the outputs of a dense network and of sparse ones through training on two classes (figures 2, 3 and 11 of the paper).")
        {
            _data, _dataFolder, _images, _network, _density, _nttSteps, _steps, _learningRate, _kernelScope, _seed, _threads, _json, _figure, _quiet,
        };
        command.SetAction(parsed => Run(parsed, terminal));
        return command;
    }

    private void Run(ParseResult parsed, Terminal terminal)
    {
        var settings = Read(parsed);
        var (json, figure) = (OutputFile.Open("--json", parsed.GetValue(_json)), OutputFile.Open("--figure", parsed.GetValue(_figure)));
        if (json is not null && json.FullPath == figure?.FullPath)
            throw new UsageException($"--json and --figure both name '{json.Path}'; they are two files.");
        var result = new ToyRun(settings, terminal).Execute(parsed.GetValue(_quiet) ? new NoRunDisplay() : new RunProgress(terminal));
        terminal.Cancellation.ThrowIfCancellationRequested();
        json?.Write(JsonSerializer.SerializeToUtf8Bytes(result, ResultJson.Default.ToyResult));
        figure?.Write(Encoding.UTF8.GetBytes(ToyCharts.Paths(result).ToSvg().ToString()));
        terminal.Output.Write(ToyTable.Of([result]).ToMarkdown());
    }

    private ToySettings Read(ParseResult parsed)
    {
        var network = parsed.GetRequiredValue(_network);
        var architecture = GivenOptions.ReadNetwork(network, outputs: 2);
        if (architecture.OutputCount != 2)
            throw new UsageException($"--network '{network}' has {architecture.OutputCount} outputs; the toy problem needs one for each of its 2 classes.");
        var threads = WorkerTeam.Resolve(parsed.GetValue(_threads));
        var images = parsed.GetValue(_images) ?? PaperImages;
        var isConvolutional = architecture.Equals(Architectures.LeNet5Caffe(2));
        return new ToySettings(
            GivenOptions.Arguments(parsed, _dataFolder, _threads, _json, _figure, _quiet),
            parsed.GetRequiredValue(_data),
            parsed.GetValue(_dataFolder),
            images,
            network,
            architecture,
            new NttOptions
            {
                Density = parsed.GetValue(_density) ?? PaperDensity,
                NumberOfSteps = parsed.GetValue(_nttSteps) ?? PaperSteps,
                BatchSize = images,
                ValidationFraction = 0,
                KernelScope = Words.Scopes.Value(parsed.GetRequiredValue(_kernelScope)),
                KernelWeight = isConvolutional ? 1e-6 : 1e-5,
                LearningRate = isConvolutional ? 5e-4 : 1e-3,
                WeightDecay = 0,
                Seed = parsed.GetValue(_seed) ?? PaperSeed,
                NumberOfThreads = threads,
            },
            parsed.GetValue(_steps) ?? PaperSteps,
            parsed.GetValue(_learningRate) ?? ToySettings.PaperLearningRate,
            threads);
    }
}
