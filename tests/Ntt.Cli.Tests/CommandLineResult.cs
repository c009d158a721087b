using Ntt.Cli.CommandLine;

namespace Ntt.Cli.Tests;

/// <summary>What a command line left behind.</summary>
internal sealed record CommandLineResult(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a command line within this process.</summary>
    public static CommandLineResult Of(params string[] arguments) => Of(arguments, new StringWriter(), CancellationToken.None);

    /// <summary>The same with a writer and a token of one's own.</summary>
    public static CommandLineResult Of(string[] arguments, StringWriter output, CancellationToken cancellation)
    {
        using var error = new StringWriter();
        var exitCode = NttCommand.Run(arguments, output, error, cancellation);
        return new CommandLineResult(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Asserts success without a word on the error stream.</summary>
    public CommandLineResult Succeeded()
    {
        Assert.AreEqual("", Error);
        Assert.AreEqual(0, ExitCode);
        return this;
    }

    /// <summary>Asserts an exit code and one line on the error stream that contains some words.</summary>
    public void Failed(int exitCode, params string[] words)
    {
        Assert.AreEqual(exitCode, ExitCode, Error);
        Assert.EndsWith(Environment.NewLine, Error);
        var line = Error[..^Environment.NewLine.Length];
        Assert.DoesNotContain('\n', line);
        Assert.StartsWith("ntt: ", line);
        foreach (var word in words)
            Assert.Contains(word, line);
    }
}
