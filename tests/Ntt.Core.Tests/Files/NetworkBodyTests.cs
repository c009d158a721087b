using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Ntt.Diagnostics;
using Ntt.Files;

namespace Ntt.Core.Tests.Files;

/// <summary>Bodies that were written wrong, behind a right digest.</summary>
[TestClass]
public sealed class NetworkBodyTests
{
    [TestMethod]
    public void DenseLayerLargerThanTheFile_IsRefusedBeforeMemoryIsTaken()
    {
        Assert.Contains("6 bytes left for layer fc1, which needs 8464184000", Refused("input 46000, dense 46000", Dense));
        Assert.Contains("6 bytes left for layer fc1, which needs 8000000004", Refused("input 2000000000, dense 1", Dense));

        static void Dense(BinaryWriter body)
        {
            body.Write((byte)0);
            body.Write(new byte[6]);
        }
    }

    [TestMethod]
    public void PrunedLayerLargerThanTheFile_IsRefusedBeforeMemoryIsTaken()
    {
        Assert.Contains("6 bytes left for layer fc1, which needs 10000184000", Refused("input 46000, dense 46000", body => Pruned(body, 2_000_000_000)));
        Assert.Contains("6 bytes left for layer fc1, which needs 8000000000", Refused("input 1, dense 2000000000", body => Pruned(body, 0)));

        static void Pruned(BinaryWriter body, int kept)
        {
            body.Write((byte)1);
            body.Write(kept);
            body.Write(new byte[6]);
        }
    }

    [TestMethod]
    public void NegativeLengthOfAText_IsRefused() => Refused(body => body.Write((byte[])[0xFF, 0xFF, 0xFF, 0xFF, 0x0F]));

    [TestMethod]
    public void NegativeGapBetweenKeptWeights_IsRefused()
        => Assert.Contains("a gap of -2 between the kept weights of fc1", Refused("input 3, dense 1", body =>
        {
            body.Write((byte)1);
            body.Write(2);
            body.Write7BitEncodedInt(1);
            body.Write7BitEncodedInt(-2);
            body.Write(new byte[12]);
        }));

    /// <summary>The message of the error of a network of one input channel with the given layers.</summary>
    private static string Refused(string architecture, Action<BinaryWriter> writeLayers) => Refused(body =>
    {
        body.Write(architecture);
        body.Write((ushort)1);
        body.Write(0f);
        body.Write(1f);
        body.Write((ushort)0);
        writeLayers(body);
    });

    private static string Refused(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var body = new BinaryWriter(stream, Encoding.UTF8);
        body.Write((byte[])[0x89, (byte)'N', (byte)'T', (byte)'T', 0x0D, 0x0A, 0x1A, 0x0A, 1, 0, 0, 0, 0, 0, 0, 0]);
        write(body);
        var bytes = stream.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), bytes.Length - 16);
        var problem = Assert.ThrowsExactly<FileContentException>(() => NetworkFile.Deserialize([.. bytes, .. SHA256.HashData(bytes)], "a.ntt"));
        StringAssert.StartsWith(problem.Message, "a.ntt: offset ");
        StringAssert.Contains(problem.Message, "expected the body of a network");
        return problem.Message;
    }
}
