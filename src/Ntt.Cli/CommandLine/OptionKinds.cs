using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;

namespace Ntt.Cli.CommandLine;

/// <summary>The kinds of options. Each refuses a wrong value with a sentence that names the option, the value and what is allowed.</summary>
internal static class OptionKinds
{
    /// <summary>An option whose value is a number.</summary>
    /// <param name="name">The option with its dashes.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="isAllowed">Whether a number is in range.</param>
    /// <param name="range">The range in words.</param>
    public static Option<T?> Number<T>(string name, string description, Func<T, bool> isAllowed, string range)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = "number",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && isAllowed(number))
                    return number;
                result.AddError($"{name} is '{text}'; it must be {range}.");
                return null;
            },
        };

    /// <summary>A whole number of at least <paramref name="minimum"/>.</summary>
    public static Option<int?> Count(string name, string description, int minimum = 1)
        => Number<int>(name, description, number => number >= minimum, $"a whole number of at least {minimum}");

    /// <summary>A number greater than 0.</summary>
    public static Option<double?> Positive(string name, string description)
        => Number<double>(name, description, number => number > 0 && double.IsFinite(number), "a number greater than 0");

    /// <summary>A number of at least 0.</summary>
    public static Option<double?> NotNegative(string name, string description)
        => Number<double>(name, description, number => number >= 0 && double.IsFinite(number), "a number of at least 0");

    /// <summary>One of several names.</summary>
    public static Option<string> Choice(string name, string description, IReadOnlyCollection<string> names, string preset)
    {
        var option = new Option<string>(name)
        {
            Description = $"{description}: {string.Join(", ", names)}",
            HelpName = "name",
            DefaultValueFactory = _ => preset,
        };
        option.Validators.Add(result => Refuse(result, names.Contains, text => $"{name} is '{text}'; it must be one of {string.Join(", ", names)}."));
        option.CompletionSources.Add([.. names]);
        return option;
    }

    /// <summary>A network: a name, or an architecture written out.</summary>
    public static Option<string> Network() => new("--network")
    {
        Description = $"Network: {string.Join(", ", Architectures.Names)}, "
            + "or written out as 'input 28x28x1, flatten, dense 100, relu, dense 10'",
        HelpName = "network",
        DefaultValueFactory = _ => "lenet-300-100",
    };

    /// <summary>The kept fraction of the weights.</summary>
    /// <param name="preset">What holds without it, in words.</param>
    public static Option<double?> Density(string preset) => Number<double>(
        "--density", $"Fraction of the weights to keep ({preset})", number => number is > 0 and <= 1, "a number greater than 0 and at most 1");

    /// <summary>The seed of everything random.</summary>
    public static Option<int?> Seed(int preset) => Number<int>("--seed", $"Seed of everything random (default {preset})", _ => true, "a whole number");

    /// <summary>Whose derivatives make up the tangent kernel.</summary>
    public static Option<string> KernelScope() => Choice(
        "--kernel-scope", "Weights whose derivatives make up the tangent kernel", Words.Scopes.Names, "all");

    /// <summary>Number of threads; null for one a processor.</summary>
    public static Option<int?> Threads() => Number<int>(
        "--threads",
        "Threads; they never change a result (default one a processor)",
        number => number is >= 1 and <= WorkerTeam.MaximumThreads,
        $"a whole number from 1 to {WorkerTeam.MaximumThreads}");

    /// <summary>Where data sets are looked for first.</summary>
    public static Option<string> DataFolder() => File(
        "--data-dir", $"Folder with a folder a data set; tried before {DataFolders.EnvironmentVariable} and ./data", "folder");

    /// <summary>A file or folder.</summary>
    public static Option<string> File(string name, string description, string kind = "file")
        => new(name) { Description = description, HelpName = kind };

    private static void Refuse(OptionResult result, Func<string, bool> isAllowed, Func<string, string> message)
    {
        if (result.Tokens is [var token] && !isAllowed(token.Value))
            result.AddError(message(token.Value));
    }
}
