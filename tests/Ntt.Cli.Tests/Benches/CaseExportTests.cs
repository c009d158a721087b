using System.Text.Json.Nodes;
using Ntt.Cli.Benches;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Cli.Tests.Benches;

[TestClass]
public sealed class CaseExportTests
{
    private static readonly BenchNetwork s_network = new("small", NetworkArchitecture.Parse("input 4x3x2, conv 3 2x2, relu, flatten, dense 3"));

    [TestMethod]
    public void Array_HasTheLayoutOfNumPy()
    {
        using var folder = new TemporaryFolder();

        NpyFile.Write(folder["a.npy"], [1f, 2f, 3f, 4f, 5f, 6f], 2, 3);

        var content = File.ReadAllBytes(folder["a.npy"]);
        Assert.AreEqual("934E554D5059" + "0100" + "7600", Convert.ToHexString(content, 0, 10));
        Assert.AreEqual("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, ), }", System.Text.Encoding.ASCII.GetString(content, 10, 118).TrimEnd());
        Assert.AreEqual((byte)'\n', content[127]);
        Assert.HasCount(128 + 24, content);
        Assert.AreEqual(6f, BitConverter.ToSingle(content, 148));
    }

    [TestMethod]
    public void Scoring_IsWrittenWithItsLoss()
    {
        using var folder = new TemporaryFolder();
        var data = s_network.Samples(20);
        var network = s_network.Create(0.5, data.Samples, threads: 1);

        CaseExport.Open(folder["cases"]).WriteScoring("score", "small, batch 8", network, data, 8);

        var target = folder[Path.Combine("cases", "score-small-batch-8")];
        string[] expected =
        [
            "case.json", "conv1.bias.npy", "conv1.mask.npy", "conv1.weight.npy", "fc1.bias.npy", "fc1.mask.npy", "fc1.weight.npy",
            "labels.npy", "samples.npy",
        ];
        CollectionAssert.AreEqual(expected, Directory.GetFiles(target).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray());
        var facts = JsonNode.Parse(File.ReadAllText(Path.Combine(target, "case.json")))!;
        Assert.AreEqual(s_network.Architecture.ToString(), (string?)facts["network"]);
        Assert.IsGreaterThan(0, (double)facts["logLoss"]!);
        Assert.AreEqual(0, Floats(target, "samples").Average(), 0.2);
    }

    [TestMethod]
    public void Pruning_IsWrittenWithItsDistances()
    {
        using var folder = new TemporaryFolder();
        var options = new NttOptions { Density = 0.5, BatchSize = 6, NumberOfThreads = 1 };

        CaseExport.Open(folder["cases"]).WritePruning("ntt-step", "small", s_network, options);

        var target = folder[Path.Combine("cases", "ntt-step-small")];
        var facts = JsonNode.Parse(File.ReadAllText(Path.Combine(target, "case.json")))!;
        Assert.AreEqual("AllWeights", (string?)facts["kernelScope"]);
        Assert.IsGreaterThan(0, (double)facts["kernelDistance"]!);
        Assert.IsGreaterThan(0, (double)facts["targetDistance"]!);
        Assert.IsNull(facts["logLoss"]);
        var (student, teacher, mask) = (Floats(target, "conv1.weight"), Floats(target, "teacher.conv1.weight"), Floats(target, "conv1.mask"));
        for (var index = 0; index < student.Length; index++)
            Assert.AreEqual(teacher[index] * mask[index], student[index]);
        Assert.AreEqual(12f, mask.Sum());
    }

    private static float[] Floats(string folder, string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(folder, name + ".npy"));
        var header = 10 + BitConverter.ToUInt16(bytes, 8);
        return [.. Enumerable.Range(0, (bytes.Length - header) / 4).Select(index => BitConverter.ToSingle(bytes, header + (4 * index)))];
    }
}
