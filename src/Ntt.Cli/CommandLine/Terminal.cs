using Spectre.Console;

namespace Ntt.Cli.CommandLine;

/// <summary>Where a command writes to, and what ends it early.</summary>
internal sealed class Terminal
{
    private const int RedirectedWidth = 120;

    public Terminal(TextWriter output, CancellationToken cancellation)
    {
        Output = output;
        Cancellation = cancellation;
        Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        IsInteractive = Console.Profile.Out.IsTerminal && Console.Profile.Capabilities.Interactive;
        if (!IsInteractive)
            Console.Profile.Width = RedirectedWidth;
    }

    /// <summary>For whole lines of plain text.</summary>
    public TextWriter Output { get; }

    /// <summary>For tables and live displays.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Whether somebody watches: live displays make sense.</summary>
    public bool IsInteractive { get; }

    /// <summary>Ends the command.</summary>
    public CancellationToken Cancellation { get; }
}
