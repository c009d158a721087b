using System.Runtime.CompilerServices;
using Microsoft.ML;
using Ntt.Files;
using Ntt.Transforms;

namespace Ntt.Pipeline.Tests.Persistence;

/// <summary>
/// Zips that both hosts have saved are kept in Golden/, with a report of what they make of some rows. Every later version of this library must load
/// them, on either host, and report the same. They are written only for a new kind of model, by NTT_UPDATE_GOLDEN=1 on each host.
/// </summary>
[TestClass]
public sealed class GoldenZipTests
{
    private static readonly string[] s_hosts = ["embedded", "mlnet"];

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Zips => GoldenModels.Names.Concat(GoldenModels.FormerNames).SelectMany(_ => s_hosts, (name, host) => new object[] { name, host });

    private static string ThisHost => typeof(MLContext).Assembly.GetName().Name == "Ntt.EmbeddedHost" ? "embedded" : "mlnet";

    [TestMethod]
    public void BothHostsZipsReportTheSameInAFreshProcess()
    {
        using var folder = new TemporaryFolder();
        UpdateGolden();
        string[] zips = [.. Zips.Select(zip => $"{zip[0]}.{zip[1]}.zip")];
        string[] copies = [.. zips.Select(folder.File)];
        foreach (var (zip, copy) in zips.Zip(copies))
        {
            File.Copy(Golden(zip), copy);
        }

        var reports = FreshProcess.Reports(GoldenModels.Rows, GoldenModels.Features, copies);

        foreach (var (zip, report) in zips.Zip(reports))
        {
            Assert.AreEqual(File.ReadAllText(Golden(zip.Split('.')[0] + ".txt")), report, zip);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Zips))]
    public void LoadedZipIsTheModelThatWasSaved(string name, string host)
    {
        var loaded = _ml.Model.Load(Golden($"{name}.{host}.zip"), out var schema);
        var typed = SparseNetworks.FromLoaded(loaded);
        Assert.IsTrue(loaded.TryGetSparseNetwork(out var network));
        Assert.IsTrue(GoldenModels.Create(_ml, name).TryGetSparseNetwork(out var original));

        CollectionAssert.AreEqual(NetworkFile.Serialize(original), NetworkFile.Serialize(network));
        CollectionAssert.AreEqual(new[] { "Features", "Left", "Right" }, schema.Select(column => column.Name).ToArray());
        Assert.AreEqual(File.ReadAllText(Golden(name + ".txt")), ModelReport.Of(loaded, GoldenModels.Rows, GoldenModels.Features));
        Assert.AreEqual(File.ReadAllText(Golden(name + ".txt")), ModelReport.Of(typed, GoldenModels.Rows, GoldenModels.Features));
    }

    [TestMethod]
    [DataRow("pruned")]
    [DataRow("text")]
    [DataRow("number")]
    [DataRow("bool")]
    public void ModelSavedNowReportsTheSame(string name)
    {
        using var stream = new MemoryStream();
        Save(name, stream);
        stream.Position = 0;

        Assert.AreEqual(File.ReadAllText(Golden(name + ".txt")), ModelReport.Of(new MLContext().Model.Load(stream, out _), GoldenModels.Rows, GoldenModels.Features));
        Assert.AreEqual(File.ReadAllText(Golden(name + ".txt")), ModelReport.Of(GoldenModels.Create(_ml, name), GoldenModels.Rows, GoldenModels.Features));
    }

    private static string Golden(string file, [CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "Golden", file);

    private void Save(string name, Stream stream)
        => _ml.Model.Save(GoldenModels.Create(_ml, name), ModelReport.View(_ml, GoldenModels.Rows, GoldenModels.Features).Schema, stream);

    private void UpdateGolden()
    {
        if (Environment.GetEnvironmentVariable("NTT_UPDATE_GOLDEN") != "1")
        {
            return;
        }

        foreach (var name in GoldenModels.Names)
        {
            using var file = File.Create(Golden($"{name}.{ThisHost}.zip"));
            Save(name, file);
            File.WriteAllText(Golden(name + ".txt"), ModelReport.Of(GoldenModels.Create(_ml, name), GoldenModels.Rows, GoldenModels.Features));
        }

        Assert.Inconclusive("Wrote the golden zips of this host; look at the diff of the reports.");
    }
}
