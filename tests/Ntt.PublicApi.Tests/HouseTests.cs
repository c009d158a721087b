using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Ntt.PublicApi.Tests;

/// <summary>What the design fixes and the compiler does not see: who may know whom, and how large things may grow.</summary>
[TestClass]
public sealed partial class HouseTests
{
    private const int LongestFile = 500;
    private const int LargestEmbeddedHost = 4_000;

    [TestMethod]
    [DataRow("Ntt.Core")]
    public void Engine_ReferencesTheFrameworkAlone(string assembly)
    {
        string framework = RuntimeEnvironment.GetRuntimeDirectory();
        string[] strangers =
        [
            .. Assembly.Load(assembly).GetReferencedAssemblies()
                .Select(reference => reference.Name!)
                .Where(name => !File.Exists(Path.Combine(framework, name + ".dll")))
        ];

        Assert.IsEmpty(strangers, $"{assembly} references {string.Join(", ", strangers)}.");
    }

    [TestMethod]
    public void EngineFolders_FollowTheArrows()
    {
        Dictionary<string, HashSet<string>> uses = EngineFolderUses();

        // How an error is worded is everybody's matter, so all may use Diagnostics, which uses nothing.
        AssertUsesAtMost(uses, "Diagnostics");
        AssertUsesAtMost(uses, "Compute", "Diagnostics");
        AssertUsesAtMost(uses, "Networks", "Compute", "Diagnostics");
        AssertUsesAtMost(uses, "Data", "Networks", "Compute", "Diagnostics");
        AssertUsesAtMost(uses, "Files", "Networks", "Compute", "Diagnostics");
        AssertUsesAtMost(uses, "Tangents", "Networks", "Compute", "Diagnostics");
        AssertUsesAtMost(uses, "Training", "Tangents", "Data", "Networks", "Compute", "Diagnostics");
        AssertUsesAtMost(uses, "Pruning", "Training", "Tangents", "Data", "Files", "Networks", "Compute", "Diagnostics");
        foreach (string folder in uses.Keys)
            AssertNoCycle(uses, [folder]);
    }

    [TestMethod]
    public void EveryFile_IsOneIdea()
    {
        string[] tooLong =
        [
            .. Sources("src", "tests", "samples", "benchmarks")
                .Select(file => (Name: Repository.NameOf(file), Lines: File.ReadLines(file).Count()))
                .Where(file => file.Lines > LongestFile)
                .Select(file => $"{file.Name} ({file.Lines} lines)")
        ];

        Assert.IsEmpty(tooLong, $"Longer than {LongestFile} lines: {string.Join(", ", tooLong)}.");
    }

    [TestMethod]
    public void EmbeddedHost_StaysSmall()
    {
        int lines = Sources("src/Ntt.EmbeddedHost").Sum(file => File.ReadLines(file).Count());

        Assert.IsLessThanOrEqualTo(LargestEmbeddedHost, lines);
    }

    [TestMethod]
    public void Libraries_HoldNothingUnfinishedOrConditional()
    {
        string[] finds =
        [
            .. Sources("src").SelectMany(file => File.ReadLines(file)
                .Select((line, index) => (Line: line, Number: index + 1))
                .Where(at => Unwanted.IsMatch(at.Line))
                .Select(at => $"{Repository.NameOf(file)}:{at.Number}: {at.Line.Trim()}"))
        ];

        Assert.IsEmpty(finds, string.Join('\n', finds));
    }

    [TestMethod]
    public void NoFolder_IsADrawerForEverything()
    {
        string[] drawers =
        [
            .. Sources("src", "tests", "samples", "benchmarks")
                .Select(file => Path.GetDirectoryName(Repository.NameOf(file))!)
                .Where(folder => folder.Split('/', '\\').Any(part => part is "Utils" or "Helpers" or "Common"))
                .Distinct()
        ];

        Assert.IsEmpty(drawers, string.Join(", ", drawers));
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b|^\s*#if\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Unwanted { get; }

    [GeneratedRegex(@"^\s*(global )?using (static |\w+ = )?Ntt\.(?<folder>[A-Z]\w*)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex UsingOfFolder { get; }

    private static IEnumerable<string> Sources(params string[] folders) => folders.SelectMany(Repository.Sources);

    private static Dictionary<string, HashSet<string>> EngineFolderUses()
    {
        string core = Path.Combine(Repository.Root, "src", "Ntt.Core");
        Dictionary<string, HashSet<string>> uses = [];
        foreach (string file in Sources("src/Ntt.Core"))
        {
            string folder = Path.GetRelativePath(core, file).Split('/', '\\')[0];
            if (!uses.TryGetValue(folder, out HashSet<string>? used))
                uses.Add(folder, used = []);
            foreach (string line in File.ReadLines(file))
            {
                string name = UsingOfFolder.Match(line).Groups["folder"].Value;
                if (name.Length > 0 && name != folder)
                    used.Add(name);
            }
        }

        return uses;
    }

    private static void AssertUsesAtMost(Dictionary<string, HashSet<string>> uses, string folder, params string[] allowed)
    {
        string[] strangers = uses.TryGetValue(folder, out HashSet<string>? used) ? [.. used.Except(allowed)] : [];
        Assert.IsEmpty(strangers, $"src/Ntt.Core/{folder} uses {string.Join(", ", strangers)}.");
    }

    private static void AssertNoCycle(Dictionary<string, HashSet<string>> uses, string[] path)
    {
        foreach (string next in uses.GetValueOrDefault(path[^1]) ?? [])
        {
            Assert.DoesNotContain(next, path, $"src/Ntt.Core: {string.Join(" -> ", path)} -> {next} is a cycle.");
            AssertNoCycle(uses, [.. path, next]);
        }
    }
}
