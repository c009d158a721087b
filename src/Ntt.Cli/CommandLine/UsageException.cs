namespace Ntt.Cli.CommandLine;

/// <summary>The command line asks for something that cannot be: exit code 2. The message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
