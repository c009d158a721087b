using Ntt.Data;

namespace Ntt.Cli.Tests;

/// <summary>What all tests of this assembly stand on.</summary>
[TestClass]
public static class Environments
{
    /// <summary>Data that happens to be on this machine must not be found.</summary>
    [AssemblyInitialize]
    public static void ForgetDataFolder(TestContext context)
        => Environment.SetEnvironmentVariable(DataFolders.EnvironmentVariable, null);
}
