using System.Runtime.InteropServices;

namespace Ntt.Torch.Tests;

/// <summary>
/// Without TorchSharp's native library nothing here can be tested. That there is none for the system, or that the system's C or C++ runtime is
/// older than it needs, is no fault of this project, so that the tests are skipped; whatever else keeps it from loading fails them.
/// </summary>
[TestClass]
public sealed class NativeRuntime
{
    [AssemblyInitialize]
    public static void Require(TestContext context)
    {
        // As TorchSharp itself loads them: PyTorch's library first, and its own decides.
        _ = Loads("torch_cpu");
        if (Loads("LibTorchSharp"))
        {
            return;
        }

        // TorchSharp-cpu restores everywhere, win-arm64 gets TorchSharp's own library alone, and others get nothing.
        var folder = Path.Combine(AppContext.BaseDirectory, "runtimes", Platform, "native");
        if (!File.Exists(Path.Combine(folder, FileName("torch_cpu"))))
        {
            Assert.Inconclusive($"TorchSharp-cpu brings no native library for {Platform}, and the system has none: there is no {FileName("torch_cpu")} in {folder}.");
        }

        try
        {
            NativeLibrary.Load(Path.Combine(folder, FileName("LibTorchSharp")));
        }
        catch (DllNotFoundException problem) when (problem.Message.Contains("version `GLIBC", StringComparison.Ordinal))
        {
            Assert.Inconclusive($"The C or C++ runtime of this system is older than TorchSharp's native library needs: {problem.Message}");
        }
    }

    /// <summary>The portable runtime identifier, which packages name their folders by; that of a distribution's own .NET names the distribution.</summary>
    private static string Platform { get; } =
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private static bool Loads(string library) => NativeLibrary.TryLoad(library, typeof(TorchSharp.torch).Assembly, null, out _);

    private static string FileName(string library) => OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";
}
