namespace Ntt.Cli.CommandLine;

/// <summary>Command lines as a shell takes them.</summary>
internal static class ShellLine
{
    private const string Plain = "-_=+.,:/@%";
    private const string Escaped = "\"\\$`";

    /// <summary>A command with its arguments, those in quotation marks that a shell would not take as they are.</summary>
    /// <param name="command">The command, which stays as it is.</param>
    /// <param name="arguments">What stands behind it.</param>
    public static string Of(string command, IEnumerable<string> arguments) => string.Join(' ', [command, .. arguments.Select(Quote)]);

    private static string Quote(string argument)
    {
        if (argument.Length > 0 && argument.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter)))
            return argument;
        return $"\"{string.Concat(argument.Select(letter => Escaped.Contains(letter) ? $"\\{letter}" : $"{letter}"))}\"";
    }
}
