using System.Reflection;

namespace Ntt.PublicApi.Tests;

/// <summary>
/// The public surface, printed, is compared with the file in Golden/: whoever changes it sees the change in the diff. After a
/// wanted change, run the tests once with the environment variable NTT_UPDATE_GOLDEN=1 and commit the files. Both pipeline hosts
/// share them: the packages look the same whichever host they were compiled against.
/// </summary>
[TestClass]
public sealed class PublicApiTests
{
    [TestMethod]
    [DataRow("Ntt.Core")]
    [DataRow("Ntt.Transforms")]
    [DataRow("Ntt.Estimators")]
    public void PublicApi_IsTheGoldenFile(string assembly) => CompareWithGoldenFile(assembly);

    internal static void CompareWithGoldenFile(string assembly)
    {
        string path = Path.Combine(Repository.Root, "tests", "Ntt.PublicApi.Tests", "Golden", assembly + ".txt");
        string actual = ApiText.Print(Assembly.Load(assembly));
        if (Environment.GetEnvironmentVariable("NTT_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
            Assert.Inconclusive($"Wrote {Repository.NameOf(path)}; look at its diff.");
        }

        string[] now = actual.Split('\n');
        string[] golden = File.ReadAllText(path).Split('\n');
        string difference = string.Join('\n', golden.Except(now).Select(line => "- " + line).Concat(now.Except(golden).Select(line => "+ " + line)));
        Assert.IsTrue(now.SequenceEqual(golden), $"The public API of {assembly} has changed (set NTT_UPDATE_GOLDEN=1 to write it anew):\n{difference}");
    }
}
