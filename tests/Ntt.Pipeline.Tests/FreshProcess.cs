using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Ntt.Pipeline.Tests.Persistence;

namespace Ntt.Pipeline.Tests;

/// <summary>
/// The entry point of this assembly when it is started by itself: loads model zips and scores rows, in a process that has registered nothing
/// and touched no type of this library.
/// </summary>
internal static class FreshProcess
{
    private const string ReportExtension = ".report";

    public static int Main(string[] arguments)
    {
        if (arguments is not [var rows, var features, .. var zips])
        {
            return 2;
        }

        var values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(rows)).ToArray();
        foreach (var zip in zips)
        {
            File.WriteAllText(zip + ReportExtension, ModelReport.Of(new MLContext().Model.Load(zip, out _), values, int.Parse(features, CultureInfo.InvariantCulture)));
        }

        return 0;
    }

    /// <summary>Reports what zips, which must lie in folders that can be written to, make of rows in a process of its own.</summary>
    public static string[] Reports(float[] rows, int features, params string[] zips)
    {
        var file = zips[0] + ".rows";
        File.WriteAllBytes(file, MemoryMarshal.AsBytes<float>(rows).ToArray());
        string[] arguments = ["exec", typeof(FreshProcess).Assembly.Location, file, features.ToString(CultureInfo.InvariantCulture), .. zips];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, errors);
        return Array.ConvertAll(zips, zip => File.ReadAllText(zip + ReportExtension));
    }
}
