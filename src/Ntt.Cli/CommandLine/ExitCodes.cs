namespace Ntt.Cli.CommandLine;

/// <summary>What the process answers with.</summary>
internal static class ExitCodes
{
    /// <summary>All was done.</summary>
    public const int Success = 0;

    /// <summary>The command was understood and failed, or was cancelled.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;
}
