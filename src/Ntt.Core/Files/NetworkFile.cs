using System.Buffers.Binary;
using System.Security.Cryptography;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Files;

/// <summary>
/// The file of a network: architecture, standardisation, kept weights, masks, biases and facts about its making. A pruned layer takes about
/// 5 bytes a kept weight.
/// </summary>
/// <remarks>
/// <para>Layout, little-endian: 8 bytes of signature; version (UInt32); length of the body in bytes (UInt32); the body; SHA-256 of all that (32 bytes).</para>
/// <para>
/// Body: architecture text; number of channels (UInt16), their means and scales (Single each); number of facts (UInt16) and their names and
/// values; then for each weighted layer a byte, 0 for dense and 1 for pruned; for a pruned one the number of kept weights (Int32) and the gaps
/// between their flat indices (7 bits a byte, low ones first); the kept weights and the biases (Single each). Texts are UTF-8 behind their
/// length in bytes (7 bits a byte).
/// </para>
/// </remarks>
public static class NetworkFile
{
    /// <summary>The version that is written, and the newest that is read.</summary>
    public const int Version = 1;

    private const int HeaderLength = 16;
    private const int DigestLength = SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'N', (byte)'T', (byte)'T', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The bytes of a network. Equal networks give equal bytes.</summary>
    /// <param name="network">The network, of at most 65,535 input channels and as many facts.</param>
    /// <exception cref="ArgumentException">The network has more channels or facts.</exception>
    public static byte[] Serialize(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var stream = new MemoryStream();
        stream.Write(Signature);
        stream.Write(new byte[HeaderLength - Signature.Length]);
        NetworkBody.Write(network, stream);
        var bytes = new byte[stream.Length + DigestLength];
        stream.GetBuffer().AsSpan(0, (int)stream.Length).CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), (uint)(stream.Length - HeaderLength));
        SHA256.HashData(bytes.AsSpan(0, (int)stream.Length), bytes.AsSpan((int)stream.Length));
        return bytes;
    }

    /// <summary>The network of the given bytes.</summary>
    /// <param name="bytes">What <see cref="Serialize"/> gave.</param>
    /// <param name="source">A name for where they come from, for messages.</param>
    /// <exception cref="FileContentException">The bytes are no network, are damaged, or are of a newer version.</exception>
    public static Network Deserialize(ReadOnlySpan<byte> bytes, string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (bytes.Length < HeaderLength)
        {
            throw new FileContentException(source, 0, $"a network of at least {HeaderLength + DigestLength} bytes", $"{bytes.Length} bytes");
        }

        if (!bytes.StartsWith(Signature))
        {
            throw new FileContentException(source, 0, $"the signature of a network, {Convert.ToHexString(Signature)}", Convert.ToHexString(bytes[..Signature.Length]));
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (version is < 1 or > Version)
        {
            throw new FileContentException(source, 8, $"a version from 1 to {Version}", version > Version ? $"version {version}: a newer Ntt.Core wrote this network" : $"version {version}");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        var expected = HeaderLength + (long)length + DigestLength;
        if (bytes.Length != expected)
        {
            throw new FileContentException(source, Math.Min(bytes.Length, expected), $"{expected} bytes as the header says", $"{bytes.Length} bytes: the network is {(bytes.Length < expected ? "truncated" : "followed by something else")}");
        }

        var digest = bytes[^DigestLength..];
        if (!SHA256.HashData(bytes[..^DigestLength]).AsSpan().SequenceEqual(digest))
        {
            throw new FileContentException(source, expected - DigestLength, "the SHA-256 of the bytes before it", $"another one, {Convert.ToHexString(digest[..4])}...: the network is damaged");
        }

        return NetworkBody.Read(bytes[HeaderLength..^DigestLength], source, HeaderLength);
    }

    /// <summary>Writes a network to a file: beside it first, then renamed, so that nothing half-written is left behind.</summary>
    /// <param name="network">As for <see cref="Serialize"/>.</param>
    /// <param name="path">The file to write or replace.</param>
    /// <exception cref="ArgumentException">As for <see cref="Serialize"/>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Save(Network network, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Serialize(network));
    }

    /// <summary>Reads a network from a file.</summary>
    /// <exception cref="FileContentException">The file is no network, is damaged, or is of a newer version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static Network Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Deserialize(File.ReadAllBytes(path), path);
    }
}
