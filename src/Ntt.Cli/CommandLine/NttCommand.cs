using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Ntt.Cli.CommandLine;

/// <summary>The <c>ntt</c> command.</summary>
internal static class NttCommand
{
    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">What stands behind <c>ntt</c>.</param>
    /// <param name="output">Receives results and progress.</param>
    /// <param name="error">Receives one line when the exit code is not 0.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        var terminal = new Terminal(output, cancellation);
        var parsed = Create(terminal).Parse(arguments);
        var asksForHelp = parsed.Action is HelpAction;
        if (!asksForHelp && parsed.Errors.Count > 0)
            return Report(error, $"{Explain(parsed)} See 'ntt {Path(parsed)}--help'.", ExitCodes.Usage);

        try
        {
            // Errors are reported here, in one line; signals are the caller's.
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (UsageException problem)
        {
            return Report(error, $"{problem.Message} See 'ntt {Path(parsed)}--help'.", ExitCodes.Usage);
        }
        catch (StoppedException problem)
        {
            return Report(error, problem.Message, ExitCodes.Failure);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Report(error, "Cancelled; nothing was written.", ExitCodes.Failure);
        }
        catch (Exception problem) when (IsExpected(problem))
        {
            return Report(error, problem.Message, ExitCodes.Failure);
        }
        catch (Exception problem)
        {
            var advice = "Please report it with the command line.";
            return Report(error, $"Unexpected {problem.GetType().Name}: {problem.Message} {advice}", ExitCodes.Failure);
        }
    }

    /// <summary>The command with its subcommands.</summary>
    public static RootCommand Create(Terminal terminal) => new("Finds trainable sparse networks before training and trains them sparse.")
    {
        RunCommand.Create(terminal),
        ToyCommand.Create(terminal),
        ReproduceCommand.Create(terminal),
        MergeCommand.Create(terminal),
        TablesCommand.Create(terminal),
        ReportCommand.Create(terminal),
        MethodsCommand.Create(terminal),
        BenchCommand.Create(terminal),
        InspectCommand.Create(terminal),
        ExportCommand.Create(terminal),
        DataCommand.Create(terminal),
    };

    /// <summary>Whether the message is written for the one who typed the command.</summary>
    private static bool IsExpected(Exception problem)
        => problem is IOException or UnauthorizedAccessException or ArgumentException or FormatException or InvalidOperationException
            or (ArithmeticException and not (OverflowException or DivideByZeroException));

    private static string Explain(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is not RootCommand root)
            return parsed.Errors[0].Message;
        var commands = string.Join(", ", root.Subcommands.Select(command => command.Name));
        return parsed.UnmatchedTokens is [var unknown, ..]
            ? $"'{unknown}' is no command; the commands are {commands}."
            : $"A command is needed: {commands}.";
    }

    /// <summary>The names of the command and of those it is in, each with a blank; nothing for the root.</summary>
    private static string Path(ParseResult parsed)
    {
        var path = "";
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Command: not RootCommand } inner; result = result.Parent)
            path = $"{inner.Command.Name} {path}";
        return path;
    }

    private static int Report(TextWriter error, string message, int exitCode)
    {
        var lines = message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        error.WriteLine($"ntt: {string.Join(' ', lines)}");
        return exitCode;
    }
}
