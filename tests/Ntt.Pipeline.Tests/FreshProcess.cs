using System.Diagnostics;
using Microsoft.ML;

namespace Ntt.Pipeline.Tests;

/// <summary>
/// The entry point of this assembly when it is started by itself: loads a model zip and scores rows, in a process that has registered nothing
/// and touched no type of this library.
/// </summary>
internal static class FreshProcess
{
    public static int Main(string[] arguments)
    {
        if (arguments is not [var zip, var rows, var scores])
        {
            return 2;
        }

        var ml = new MLContext();
        var model = ml.Model.Load(zip, out _);
        var features = Read(rows);
        var view = ml.Data.LoadFromEnumerable(features.Chunk(SmallData.Features).Select(row => new ImageRow { Features = row }).ToArray());
        Write(scores, [.. model.Transform(view).Vectors<float>("Score").SelectMany(row => row)]);
        return 0;
    }

    /// <summary>Scores rows with a zip in a process of its own.</summary>
    public static float[] Score(string zip, float[] features)
    {
        var folder = Path.GetDirectoryName(zip)!;
        var (rows, scores) = (Path.Combine(folder, "rows.bin"), Path.Combine(folder, "scores.bin"));
        Write(rows, features);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", typeof(FreshProcess).Assembly.Location, zip, rows, scores])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, errors);
        return Read(scores);
    }

    private static void Write(string path, float[] values) => File.WriteAllBytes(path, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values).ToArray());

    private static float[] Read(string path) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
}
