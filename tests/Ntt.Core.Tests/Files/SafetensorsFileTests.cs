using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ntt.Diagnostics;
using Ntt.Files;
using Ntt.Networks;

namespace Ntt.Core.Tests.Files;

[TestClass]
public sealed class SafetensorsFileTests
{
    [TestMethod]
    public void Network_ComesBackBitForBit()
    {
        var network = ExportedNetwork.Create();

        var loaded = SafetensorsFile.Deserialize(SafetensorsFile.Serialize(network), "memory");

        CollectionAssert.AreEqual(NetworkFile.Serialize(network), NetworkFile.Serialize(loaded));
    }

    [TestMethod]
    public void Header_DescribesEveryTensor()
    {
        var bytes = SafetensorsFile.Serialize(ExportedNetwork.Create());
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        var root = header.RootElement;

        Assert.AreEqual(0, length % 8);
        Assert.AreEqual("pt", root.GetProperty("__metadata__").GetProperty("format").GetString());
        Assert.AreEqual(ExportedNetwork.Architecture.ToString(), root.GetProperty("__metadata__").GetProperty("architecture").GetString());
        Assert.AreEqual("ntt", root.GetProperty("__metadata__").GetProperty("fact.method").GetString());
        Assert.AreEqual("[2,2,2,3]", root.GetProperty("conv1.weight").GetProperty("shape").GetRawText());
        Assert.AreEqual("F32", root.GetProperty("conv1.weight").GetProperty("dtype").GetString());
        Assert.AreEqual("BOOL", root.GetProperty("conv1.mask").GetProperty("dtype").GetString());

        // The tensors lie one behind the other and end where the file ends.
        long next = 0;
        foreach (var tensor in root.EnumerateObject().Skip(1))
        {
            var offsets = tensor.Value.GetProperty("data_offsets");
            Assert.AreEqual(next, offsets[0].GetInt64(), tensor.Name);
            next = offsets[1].GetInt64();
        }

        Assert.AreEqual(bytes.Length - 8 - length, next);
        var bias = root.GetProperty("fc1.bias").GetProperty("data_offsets")[0].GetInt32();
        Assert.AreEqual(3f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + length + bias + 8)));
    }

    [TestMethod]
    public void ParametersOnly_ComeBackDenseAndNotStandardised()
    {
        var network = ExportedNetwork.Create();

        var loaded = SafetensorsFile.Deserialize(SafetensorsFile.Serialize(network, parametersOnly: true), "memory");

        Assert.IsNull(loaded.Layers[0].Mask);
        CollectionAssert.AreEqual(network.Layers[0].ToDense(), loaded.Layers[0].Values);
        CollectionAssert.AreEqual((float[])[0, 0], loaded.Normalization.Mean.ToArray());
        CollectionAssert.AreEqual((float[])[1, 1], loaded.Normalization.Scale.ToArray());
    }

    [TestMethod]
    public void OtherProgramsFile_IsReadByAnArchitecture()
    {
        var bytes = Bytes("""{"fc1.bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"other":{},"fc1.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""", 1, 2, 3);
        var architecture = NetworkArchitecture.Parse("input 2, dense 1");

        var network = SafetensorsFile.Deserialize(bytes, "memory", architecture);

        CollectionAssert.AreEqual((float[])[1, 2], network.Layers[0].Values);
        CollectionAssert.AreEqual((float[])[3], network.Layers[0].Bias);
        Assert.Contains("architecture", Refused(bytes, null).Message);
    }

    [TestMethod]
    public void DamagedFiles_AreRefused()
    {
        var architecture = NetworkArchitecture.Parse("input 2, dense 1");
        const string Bias = """ "fc1.bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]} """;

        Refused([1, 2, 3], architecture);
        Assert.Contains("a length of 9", Refused([9, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}'], architecture).Message);
        Assert.Contains("JSON", Refused(Bytes("no JSON"), architecture).Message);
        Assert.Contains("JSON", Refused(Bytes("[]"), architecture).Message);
        Assert.Contains("fc1.weight", Refused(Bytes("{}"), architecture).Message);
        foreach (var entry in (string[])["""{"dtype":"F64","shape":[1,2],"data_offsets":[0,8]}""", """{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}"""])
            Assert.Contains("type F32 and shape [1, 2]", Refused(Bytes($$"""{"fc1.weight":{{entry}},{{Bias}}}""", 1, 2, 3), architecture).Message);
        foreach (var offsets in (string[])["[0,4]", "[8,16]", "[-8,0]", "[0]", "[4294967296,4294967304]", "[9223372036854775807,-9223372036854775801]"])
            Assert.Contains("offsets", Refused(Bytes($$"""{"fc1.weight":{"dtype":"F32","shape":[1,2],"data_offsets":{{offsets}}},{{Bias}}}""", 1, 2, 3), architecture).Message);
        foreach (var entry in (string[])["[]", "{}", """{"dtype":3,"shape":[1,2],"data_offsets":[0,8]}""", """{"dtype":"F32","shape":[1.5,2],"data_offsets":[0,8]}"""])
            Assert.Contains("fc1.weight", Refused(Bytes($$"""{"fc1.weight":{{entry}},{{Bias}}}""", 1, 2, 3), architecture).Message);
    }

    [TestMethod]
    public void HeaderThatIsNotUtf8_IsRefused()
    {
        var bytes = Bytes("""{"fc1.weight":{"dtype":"F?","shape":[1,2],"data_offsets":[0,8]}}""");
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xFF;

        Assert.Contains("expected a safetensors header in UTF-8", Refused(bytes, NetworkArchitecture.Parse("input 2, dense 1")).Message);
    }

    [TestMethod]
    public void ChannelsThatTheFileCannotHold_TakeNoMemory()
    {
        var bytes = Bytes("""{"__metadata__":{"architecture":"input 1x1x50000000, flatten, dense 1"}}""");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("fc1.weight", Refused(bytes, null).Message);

        Assert.IsLessThan(10_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void WeightOutsideItsMask_IsRefused()
    {
        var bytes = SafetensorsFile.Serialize(ExportedNetwork.Create());
        var kept = Array.LastIndexOf(bytes, (byte)1);
        bytes[kept] = 0;

        var problem = Refused(bytes, null);

        Assert.AreEqual(kept, problem.Offset);
        Assert.Contains("weight 23 is 6", problem.Message);
    }

    [TestMethod]
    public void WeightOutsideItsMask_IsWrittenAlikeInEveryCulture()
    {
        var bytes = SafetensorsFile.Serialize(ExportedNetwork.Create());
        bytes[Array.LastIndexOf(bytes, (byte)1) - 6] = 0;
        var (before, comma) = (CultureInfo.CurrentCulture, (CultureInfo)CultureInfo.InvariantCulture.Clone());
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = comma;
        try
        {
            Assert.Contains("weight 17 is 4.5", Refused(bytes, null).Message);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void SaveAndLoad_NameTheFile()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.FullPath, "n");
        SafetensorsFile.Save(ExportedNetwork.Create(), path);

        var loaded = SafetensorsFile.Load(path);

        CollectionAssert.AreEqual(NetworkFile.Serialize(ExportedNetwork.Create()), NetworkFile.Serialize(loaded));
        var text = folder.Write("text", "no network at all"u8.ToArray());
        Assert.AreEqual(text, Assert.ThrowsExactly<FileContentException>(() => SafetensorsFile.Load(text)).FileName);
    }

    private static FileContentException Refused(byte[] bytes, NetworkArchitecture? architecture)
        => Assert.ThrowsExactly<FileContentException>(() => SafetensorsFile.Deserialize(bytes, "memory", architecture));

    private static byte[] Bytes(string header, params float[] values)
    {
        var bytes = new byte[8 + Encoding.UTF8.GetByteCount(header) + (4 * values.Length)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)Encoding.UTF8.GetBytes(header, bytes.AsSpan(8)));
        for (var index = 0; index < values.Length; index++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(bytes.Length - (4 * (values.Length - index))), values[index]);
        return bytes;
    }
}
