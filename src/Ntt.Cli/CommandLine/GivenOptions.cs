using System.CommandLine;
using Ntt.Networks;

namespace Ntt.Cli.CommandLine;

/// <summary>What several commands read from their options.</summary>
internal static class GivenOptions
{
    /// <summary>The options as given that a result depends on, in the order of the command's own list.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="indifferent">The options that no result depends on.</param>
    public static IReadOnlyList<string> Arguments(ParseResult parsed, params Option[] indifferent) =>
    [
        .. parsed.CommandResult.Command.Options
            .Where(option => !indifferent.Contains(option) && parsed.GetResult(option) is { Implicit: false })
            .SelectMany(option => (string[])[option.Name, .. parsed.GetResult(option)!.Tokens.Select(token => token.Value)]),
    ];

    /// <summary>The network that an option names or writes out.</summary>
    /// <param name="text">The value of the option.</param>
    /// <param name="outputs">Outputs of a network that is asked for by name.</param>
    /// <exception cref="UsageException">It is neither.</exception>
    public static NetworkArchitecture ReadNetwork(string text, int outputs = 10)
    {
        try
        {
            return Architectures.Find(text, outputs);
        }
        catch (FormatException problem)
        {
            throw new UsageException($"--network: {problem.Message.TrimEnd('.')}.");
        }
    }
}
