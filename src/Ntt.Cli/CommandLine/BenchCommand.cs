using System.CommandLine;
using System.Text.Json;
using Ntt.Cli.Benches;
using Ntt.Cli.Results;
using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt bench</c>: measure the speed of this machine.</summary>
internal sealed class BenchCommand
{
    private const int Repeats = 20;
    private const double Seconds = 1;
    private const double MostSeconds = 3600;

    private readonly Argument<string> _name = new("name") { Description = $"What to measure: {string.Join(", ", Benchmarks.Names)}" };

    private readonly Option<string> _network = new("--network")
    {
        Description = $"The only network to measure: {string.Join(", ", Architectures.Names)}, or written out (default each benchmark's own)",
        HelpName = "network",
    };

    private readonly Option<double?> _density = OptionKinds.Density("default each benchmark's own fractions");
    private readonly Option<int?> _threads = OptionKinds.Threads();
    private readonly Option<int?> _repeats = OptionKinds.Count("--repeats", $"Times that each case is measured at the least (default {Repeats})");

    private readonly Option<double?> _seconds = OptionKinds.Number<double>(
        "--seconds",
        $"Seconds that each case is measured at the least (default {Seconds})",
        number => number is >= 0 and <= MostSeconds,
        $"a number from 0 to {MostSeconds}");

    private readonly Option<string> _json = OptionKinds.File("--json", "Write the rows to this file");

    private readonly Option<string> _export = OptionKinds.File(
        "--export", "Write networks, samples and losses of the cases as NumPy arrays into this folder, for others to do the same work", "folder");

    private BenchCommand()
    {
        _name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Benchmarks.Names.Contains(token.Value))
                result.AddError($"'{token.Value}' is no benchmark; the benchmarks are {string.Join(", ", Benchmarks.Names)}.");
        });
        _name.CompletionSources.Add([.. Benchmarks.Names]);
    }

    /// <summary>The command, with its options.</summary>
    public static Command Create(Terminal terminal)
    {
        var options = new BenchCommand();
        var command = new Command("bench", "Measure the speed of the engine on this machine.")
        {
            options._name, options._network, options._density, options._threads, options._repeats, options._seconds, options._json, options._export,
        };
        command.SetAction(parsed => Run(
            options.ReadBenchmark(parsed), options.Read(parsed, terminal), OutputFile.Open("--json", parsed.GetValue(options._json)), terminal));
        return command;
    }

    private static void Run(Benchmark benchmark, BenchSettings settings, OutputFile? json, Terminal terminal)
    {
        var peak = MachinePeak.Measure(settings);
        BenchRow[] rows = [.. benchmark.Run(settings).Select(peak.Judge)];
        var result = new BenchResult(BenchReport.Machine(peak), rows, [.. GrowthExponents.Of(rows)]);
        terminal.Console.Write(BenchReport.Cases(benchmark.Name, rows));
        if (rows.Any(row => row.TimesEngine is not null))
            terminal.Console.Write(BenchReport.Rates(rows));
        if (result.Exponents.Count > 0)
            terminal.Console.Write(BenchReport.Exponents(result.Exponents));
        terminal.Output.WriteLine(BenchReport.Footer(result.Machine, settings));
        json?.Write(JsonSerializer.SerializeToUtf8Bytes(result, ResultJson.Default.BenchResult));
    }

    private Benchmark ReadBenchmark(ParseResult parsed)
    {
        var benchmark = Benchmarks.Find(parsed.GetRequiredValue(_name));
        foreach (var option in (Option[])[_network, _density, _export])
        {
            if (!benchmark.TakesNetwork && parsed.GetResult(option) is { Implicit: false })
                throw new UsageException($"{option.Name} does not go with '{benchmark.Name}', which has cases of its own.");
        }

        return benchmark;
    }

    private BenchSettings Read(ParseResult parsed, Terminal terminal) => new(
        parsed.GetValue(_network) is { } network ? new BenchNetwork(network, GivenOptions.ReadNetwork(network)) : null,
        parsed.GetValue(_density),
        WorkerTeam.Resolve(parsed.GetValue(_threads)),
        parsed.GetValue(_repeats) ?? Repeats,
        TimeSpan.FromSeconds(parsed.GetValue(_seconds) ?? Seconds),
        parsed.GetValue(_export) is { } folder ? CaseExport.Open(folder) : null,
        terminal.Cancellation);
}
