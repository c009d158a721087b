namespace Ntt.Cli.CommandLine;

/// <summary>The work was cancelled, and something of it is kept. The message says what, and how to go on.</summary>
internal sealed class StoppedException(string message) : OperationCanceledException(message);
