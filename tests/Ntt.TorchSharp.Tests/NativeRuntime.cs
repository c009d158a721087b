using System.Runtime.InteropServices;

namespace Ntt.Torch.Tests;

/// <summary>
/// Without TorchSharp's native library nothing here can be tested. A C or C++ runtime of the system that is older than the library needs is no
/// fault of this project, so that the tests are skipped; whatever else keeps it from loading fails them.
/// </summary>
[TestClass]
public sealed class NativeRuntime
{
    [AssemblyInitialize]
    public static void Require(TestContext context)
    {
        var library = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", "libLibTorchSharp.so");
        if (!File.Exists(library))
        {
            return;
        }

        try
        {
            NativeLibrary.Load(library);
        }
        catch (DllNotFoundException problem) when (problem.Message.Contains("version `GLIBC", StringComparison.Ordinal))
        {
            Assert.Inconclusive($"The C or C++ runtime of this system is older than TorchSharp's native library needs: {problem.Message}");
        }
    }
}
