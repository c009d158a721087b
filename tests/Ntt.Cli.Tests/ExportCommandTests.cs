using Ntt.Files;
using Ntt.Networks;

namespace Ntt.Cli.Tests;

[TestClass]
public sealed class ExportCommandTests
{
    [TestMethod]
    public void Network_IsWrittenInEachFormat()
    {
        using var folder = new TemporaryFolder();
        var network = WriteNetwork(folder["n"]);

        var result = CommandLineResult.Of("export", folder["n"], "--out", folder["n.safetensors"]).Succeeded();
        CommandLineResult.Of("export", folder["n"], "--format", "torchsharp", "--out", folder["n.dat"]).Succeeded();

        CollectionAssert.AreEqual(SafetensorsFile.Serialize(network), File.ReadAllBytes(folder["n.safetensors"]));
        CollectionAssert.AreEqual(TorchSharpFile.Serialize(network), File.ReadAllBytes(folder["n.dat"]));
        Assert.Contains($"{new FileInfo(folder["n.safetensors"]).Length:N0} bytes", result.Output);
    }

    [TestMethod]
    public void ParametersOnly_LeavesTheRestOut()
    {
        using var folder = new TemporaryFolder();
        var network = WriteNetwork(folder["n"]);

        CommandLineResult.Of("export", folder["n"], "--parameters-only", "--out", folder["s"]).Succeeded();
        CommandLineResult.Of("export", folder["n"], "--format", "torchsharp", "--parameters-only", "--out", folder["t"]).Succeeded();

        CollectionAssert.AreEqual(SafetensorsFile.Serialize(network, parametersOnly: true), File.ReadAllBytes(folder["s"]));
        CollectionAssert.AreEqual(TorchSharpFile.Serialize(network, parametersOnly: true), File.ReadAllBytes(folder["t"]));
    }

    [TestMethod]
    public void WrongCommandLines_AreRefused()
    {
        using var folder = new TemporaryFolder();
        WriteNetwork(folder["n"]);
        File.WriteAllText(folder["text"], "no network at all");

        CommandLineResult.Of("export", folder["n"]).Failed(2, "--out", "See 'ntt export --help'.");
        CommandLineResult.Of("export", folder["n"], "--format", "onnx", "--out", folder["o"]).Failed(2, "'onnx'", "safetensors, torchsharp");
        CommandLineResult.Of("export", folder["text"], "--out", folder["o"]).Failed(1, folder["text"], "offset 0");
        CommandLineResult.Of("export", folder["n"], "--out", Path.Combine(folder.FullPath, "nowhere", "o")).Failed(1, "--out");
        Assert.IsFalse(File.Exists(folder["o"]));
    }

    private static Network WriteNetwork(string path)
    {
        var architecture = NetworkArchitecture.Parse("input 3, dense 4, relu, dense 2");
        var dense = NetworkInitializer.GlorotTruncatedNormal(architecture, InputNormalization.Identity(1), 5);
        var network = dense.With([dense.Layers[0].Prune(Mask.FromIndices(4, 3, [1, 4, 11])), dense.Layers[1]], new Dictionary<string, string>());
        NetworkFile.Save(network, path);
        return network;
    }
}
