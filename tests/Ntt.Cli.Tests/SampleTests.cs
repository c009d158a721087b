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
        var output = Console.Out;
        using var written = new StringWriter();
        try
        {
            Console.SetOut(written);
            Assembly.Load("ImageFolder").EntryPoint!.Invoke(null, [new[] { folder.FullPath }]);
        }
        finally
        {
            Console.SetOut(output);
        }

        string[] lines = written.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.HasCount(3, lines, written.ToString());
        Assert.MatchesRegex(@"^Training completed after step \d+ in \d+\.\d s; the network is that of step \d+\.$", lines[0]);
        Assert.MatchesRegex(@"^758 of 7,584 weights kept, test accuracy ([89]\d\.\d|100\.0)\s?%\.$", lines[1]);
        Assert.MatchesRegex(@"^shapes\.zip, \d+ kB, loaded again: ([89]\d\.\d|100\.0)\s?%\.$", lines[2]);
        Assert.IsTrue(File.Exists(folder["shapes.zip"]));
    }
}
