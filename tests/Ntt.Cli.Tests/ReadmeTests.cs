using System.Reflection;
using System.Text.RegularExpressions;
using Ntt.Cli.CommandLine;
using Ntt.Pruning;

namespace Ntt.Cli.Tests;

/// <summary>What the README shows is what the project does.</summary>
[TestClass]
public sealed partial class ReadmeTests
{
    private static readonly string s_readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

    [TestMethod]
    public void TheOneExample_IsTheSample()
    {
        var examples = Example.Matches(s_readme).Select(match => match.Groups["content"].Value).ToArray();

        Assert.HasCount(1, examples);
        Assert.AreEqual(File.ReadAllText(Path.Combine(Repository.Root, "samples", "ReadmeExample", "Program.cs")).ReplaceLineEndings("\n"), examples[0]);
    }

    [TestMethod]
    public void TheExample_RunsOnFilesOfMnistsNames()
    {
        using var folder = new TemporaryFolder();
        var (directory, output) = (Environment.CurrentDirectory, Console.Out);
        using var written = new StringWriter();
        try
        {
            Environment.CurrentDirectory = SmallMnist.Write(folder.FullPath, ending: ".gz");
            Console.SetOut(written);
            Assembly.Load("ReadmeExample").EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(output);
            Environment.CurrentDirectory = directory;
        }

        Assert.MatchesRegex(@"^Test accuracy \d+\.\d\d%\r?\nA blank image is a [0-9] with probability [01]\.\d\d\r?\n$", written.ToString());
        Assert.IsTrue(File.Exists(folder[Path.Combine("mnist", "mnist-sparse.zip")]));
    }

    [TestMethod]
    public void EveryCommand_IsUnderstood()
    {
        var commands = Command.Matches(s_readme).Select(match => match.Groups["arguments"].Value.Trim().Split(' ')).ToArray();

        Assert.IsGreaterThanOrEqualTo(4, commands.Length);
        foreach (var command in commands)
            Assert.IsEmpty(NttCommand.Create(new Terminal(TextWriter.Null, CancellationToken.None)).Parse(command).Errors, string.Join(' ', command));
    }

    [TestMethod]
    public void TableOfMethods_IsTheRegistry()
    {
        var expected = PruningMethods.BuiltIn.All.Select(method
            => $"{method.Name}: {(method.NeedsLabels ? "data and labels" : method.NeedsData ? "data" : "")}");
        var actual = MethodRow.Matches(s_readme).Select(match => $"{match.Groups["name"].Value}: {match.Groups["needs"].Value.Trim()}");

        CollectionAssert.AreEqual(expected.ToArray(), actual.ToArray());
        foreach (var word in (string[])[.. Words.Allocations.Names, .. Words.Controls.Names.Where(name => name != "none")])
            Assert.Contains($"`{word}`", s_readme);
    }

    [TestMethod]
    public void EveryProjectAndLink_IsThere()
    {
        string[] paths =
        [
            .. Project.Matches(s_readme).Select(match => match.Groups["path"].Value),
            .. Link.Matches(s_readme).Select(match => match.Groups["path"].Value),
        ];

        Assert.IsGreaterThanOrEqualTo(6, paths.Length);
        foreach (var path in paths)
            Assert.IsTrue(Path.Exists(Path.Combine(Repository.Root, path)), path);
    }

    [GeneratedRegex("^```csharp\n(?<content>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Example { get; }

    [GeneratedRegex(@"^dotnet run .*src/Ntt\.Cli -- (?<arguments>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Command { get; }

    [GeneratedRegex(@"^\| `(?<name>[a-z0-9-]+)` \| `[^|]*` ?[^|]*\| ?(?<needs>[a-z ]*)\| [^|]+ \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex MethodRow { get; }

    [GeneratedRegex(@"--project (?<path>\S+)|^\| `(?<path>(src|samples|tests)[^`]*)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Project { get; }

    [GeneratedRegex(@"\]\((?<path>[^):#]+)\)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Link { get; }
}
