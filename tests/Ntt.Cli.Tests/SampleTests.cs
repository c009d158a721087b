using System.Globalization;
using System.Reflection;

namespace Ntt.Cli.Tests;

/// <summary>The samples do what they say, with nothing but themselves.</summary>
[TestClass]
public sealed class SampleTests
{
    [TestMethod]
    public void ImageFolder_DrawsPrunesTrainsAndSaves()
    {
        using var folder = new TemporaryFolder();

        string[] lines = Run("ImageFolder", folder.FullPath);

        Assert.HasCount(3, lines, string.Join('\n', lines));
        Assert.MatchesRegex(@"^Training completed after step \d+ in \d+\.\d s; the network is that of step \d+\.$", lines[0]);
        Assert.MatchesRegex(@"^758 of 7,584 weights kept, test accuracy ([89]\d\.\d|100\.0)\s?%\.$", lines[1]);
        Assert.MatchesRegex(@"^shapes\.zip, \d+ kB, loaded again: ([89]\d\.\d|100\.0)\s?%\.$", lines[2]);
        Assert.IsTrue(File.Exists(folder["shapes.zip"]));
    }

    [TestMethod]
    public void TangentKernels_ShowsWhatPartOfTheTeachersKernelDrivesAStudent()
    {
        string[] lines = Run("TangentKernels", "3", "20");

        Assert.AreEqual((0, 100, 0, 100), Read(lines, "teacher"));
        foreach (var student in (string[])["NTT (all)", "NTT (kept)", "magnitude", "random"])
        {
            var (distance, rate, keptDistance, keptRate) = Read(lines, student);
            Assert.IsGreaterThan(0, distance, student);
            Assert.IsGreaterThan(0, keptDistance, student);
            Assert.IsGreaterThan(keptRate, rate, $"{student}: the kernel of all weights is that of the kept ones and of the others together");
        }

        Assert.MatchesRegex(@"rates up to 2/λ = 0\.0\d\d\d;", lines[^1]);
    }

    private static (double Distance, double Rate, double KeptDistance, double KeptRate) Read(string[] lines, string network)
    {
        var cells = lines.Single(line => line.Contains($" {network} ", StringComparison.Ordinal)).Split('│', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        double Number(int cell) => double.Parse(cells[cell].TrimEnd('%'), NumberStyles.Number, CultureInfo.CurrentCulture);
        return (Number(1), Number(2), Number(3), Number(4));
    }

    private static string[] Run(string sample, params string[] arguments)
    {
        var output = Console.Out;
        using var written = new StringWriter();
        try
        {
            Console.SetOut(written);
            Assembly.Load(sample).EntryPoint!.Invoke(null, [arguments]);
        }
        finally
        {
            Console.SetOut(output);
        }

        return written.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
    }
}
