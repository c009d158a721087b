using System.Text;
using Ntt.Files;
using Ntt.Networks;

namespace Ntt.Core.Tests.Files;

[TestClass]
public sealed class TorchSharpFileTests
{
    [TestMethod]
    public void Bytes_AreThoseOfTheFormat()
    {
        var network = ExportedNetwork.Create();
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write((byte)7);
        Write(writer, "normalization.mean", [2], 6, [0.125f, 2f]);
        Write(writer, "normalization.scale", [2], 6, [3f, 0.0625f]);
        Write(writer, "conv1.weight", [2, 2, 2, 3], 6, network.Layers[0].ToDense());
        Write(writer, "conv1.bias", [2], 6, [0.5f, -0.25f]);
        Write(writer, "fc1.weight", [3, 8], 6, network.Layers[1].ToDense());
        Write(writer, "fc1.bias", [3], 6, [1, 2, 3]);
        writer.Write("conv1.mask");
        writer.Write([11, 4, 2, 2, 2, 3]);
        writer.Write([.. Enumerable.Range(0, 24).Select(index => (byte)(index is 0 or 5 or 17 or 23 ? 1 : 0))]);

        CollectionAssert.AreEqual(stream.ToArray(), TorchSharpFile.Serialize(network));
    }

    [TestMethod]
    public void ParametersOnly_LeavesStandardisationAndMasksOut()
    {
        var bytes = TorchSharpFile.Serialize(ExportedNetwork.Create(), parametersOnly: true);
        var text = Encoding.Latin1.GetString(bytes);

        Assert.AreEqual(4, bytes[0]);
        Assert.Contains("conv1.weight", text);
        Assert.DoesNotContain("mask", text);
        Assert.DoesNotContain("normalization", text);
    }

    [TestMethod]
    public void SizesAbove127_TakeTwoBytes()
    {
        var network = NetworkInitializer.GlorotTruncatedNormal(NetworkArchitecture.Parse("input 300, dense 2"), InputNormalization.Identity(1), 1);
        var bytes = TorchSharpFile.Serialize(network, parametersOnly: true);

        // 2 tensors; the name's length and the name; Single; 2 dimensions, 2 and 300 = 0b10_0101100.
        CollectionAssert.AreEqual((byte[])[2, 10, .. Encoding.ASCII.GetBytes("fc1.weight"), 6, 2, 2, 0b1010_1100, 0b10], bytes[..17]);
    }

    [TestMethod]
    public void Save_WritesTheFileAlone()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.FullPath, "n");

        TorchSharpFile.Save(ExportedNetwork.Create(), path);

        CollectionAssert.AreEqual(TorchSharpFile.Serialize(ExportedNetwork.Create()), File.ReadAllBytes(path));
        Assert.HasCount(1, Directory.GetFiles(folder.FullPath));
        Assert.ThrowsExactly<ArgumentNullException>(() => TorchSharpFile.Serialize(null!));
    }

    private static void Write(BinaryWriter writer, string name, byte[] shape, byte type, float[] values)
    {
        writer.Write(name);
        writer.Write(type);
        writer.Write((byte)shape.Length);
        writer.Write(shape);
        foreach (var value in values)
            writer.Write(value);
    }
}
