using System.Diagnostics;

namespace Ntt.PublicApi.Tests.Packages;

/// <summary>Runs the dotnet command that runs the tests.</summary>
internal static class DotNetCommand
{
    /// <summary>What the command printed; fails unless it succeeds.</summary>
    public static string Run(string folder, string packages, params string[] arguments)
    {
        (int code, string output) = TryRun(folder, packages, arguments);
        Assert.AreEqual(0, code, $"dotnet {string.Join(' ', arguments)}\n{output}");
        return output;
    }

    /// <summary>Its exit code and what it printed.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="packages">Where it puts packages.</param>
    /// <param name="arguments">What it is told.</param>
    public static (int Code, string Output) TryRun(string folder, string packages, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NUGET_PACKAGES"] = packages;
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment.Remove("PipelineHost");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
