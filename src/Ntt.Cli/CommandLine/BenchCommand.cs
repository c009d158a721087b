using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;
using Ntt.Cli.Benches;
using Ntt.Cli.Results;
using Ntt.Compute;
using Spectre.Console;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt bench</c>: measure the speed of this machine.</summary>
internal static class BenchCommand
{
    private const int Repeats = 20;

    /// <summary>The command, with its options.</summary>
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("name") { Description = $"What to measure: {string.Join(", ", Benchmarks.Names)}" };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Benchmarks.Names.Contains(token.Value))
                result.AddError($"'{token.Value}' is no benchmark; the benchmarks are {string.Join(", ", Benchmarks.Names)}.");
        });
        name.CompletionSources.Add([.. Benchmarks.Names]);
        var threads = OptionKinds.Threads();
        var repeats = OptionKinds.Count("--repeats", $"Times that each case is measured (default {Repeats})");
        var json = OptionKinds.File("--json", "Write the rows to this file");
        var command = new Command("bench", "Measure the speed of the engine on this machine.") { name, threads, repeats, json };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(name),
            new BenchSettings(WorkerTeam.Resolve(parsed.GetValue(threads)), parsed.GetValue(repeats) ?? Repeats, terminal.Cancellation),
            OutputFile.Open("--json", parsed.GetValue(json)),
            terminal));
        return command;
    }

    private static void Run(string name, BenchSettings settings, OutputFile? json, Terminal terminal)
    {
        BenchRow[] rows = [.. Benchmarks.Run(name, settings)];
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(name);
        foreach (var heading in (string[])["median ms", "min ms", "GFLOP/s"])
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var row in rows)
        {
            var gflops = row.Gflops is { } rate ? $"{rate:0.0}" : "-";
            table.AddRow(Markup.Escape(row.Case), $"{row.MedianMs:0.0000}", $"{row.MinMs:0.0000}", gflops);
        }

        terminal.Console.Write(table);
        terminal.Output.WriteLine(
            $"{settings.Threads} threads, {Environment.ProcessorCount} processors, {settings.Repeats} repeats, "
            + $"{RuntimeInformation.FrameworkDescription}, {Vectors()} vectors.");
        json?.Write(JsonSerializer.SerializeToUtf8Bytes(new BenchResult(rows), ResultJson.Default.BenchResult));
    }

    private static string Vectors() => Vector512.IsHardwareAccelerated ? "512-bit"
        : Vector256.IsHardwareAccelerated ? "256-bit"
        : Vector128.IsHardwareAccelerated ? "128-bit"
        : "no";
}
