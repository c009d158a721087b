using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Ntt.Core.Tests.Data;

/// <summary>Composes MAT files of version 5 for tests, in either byte order, valid or not.</summary>
internal sealed class MatFileBuilder
{
    public const int DoubleClass = 6;
    public const int UInt8Class = 9;

    private readonly bool _isBigEndian;
    private readonly List<byte> _bytes = [];

    public MatFileBuilder(bool isBigEndian = false, ushort version = 0x0100)
    {
        _isBigEndian = isBigEndian;
        _bytes.AddRange(Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file".PadRight(124)));
        _bytes.AddRange(Number(version, 2));
        _bytes.AddRange(isBigEndian ? "MI"u8 : "IM"u8);
    }

    public byte[] ToArray() => [.. _bytes];

    public MatFileBuilder Add(byte[] element, bool compress = false)
    {
        if (!compress)
        {
            _bytes.AddRange(element);
            return this;
        }
        using var target = new MemoryStream();
        using (var zlib = new ZLibStream(target, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(element);
        _bytes.AddRange([.. Number(15, 4), .. Number((uint)target.Length, 4), .. target.ToArray()]);
        return this;
    }

    public byte[] Matrix(string name, int arrayClass, int[] dimensions, byte[] data, int flags = 0) => Element(14,
    [
        .. Element(6, [.. Number((uint)(flags << 8 | arrayClass), 4), 0, 0, 0, 0]),
        .. Element(5, [.. dimensions.SelectMany(extent => Number((uint)extent, 4))]),
        .. Element(1, Encoding.ASCII.GetBytes(name)),
        .. data,
    ]);

    /// <summary>An element with its tag; one of at most four bytes in the small form.</summary>
    public byte[] Element(int type, byte[] data) => data.Length is > 0 and <= 4
        ? [.. Number((uint)(data.Length << 16 | type), 4), .. data, .. new byte[4 - data.Length]]
        : [.. Number((uint)type, 4), .. Number((uint)data.Length, 4), .. data, .. new byte[-data.Length & 7]];

    public byte[] Number(ulong value, int size)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        byte[] number = bytes[..size];
        if (_isBigEndian)
            Array.Reverse(number);
        return number;
    }
}
