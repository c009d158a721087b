using System.Buffers.Binary;

namespace Ntt.Data;

/// <summary>The tag of an element of a MAT file: its type, the length of its data in bytes and what fills it up to a multiple of eight.</summary>
internal readonly record struct MatElement(uint Type, long Length, int Padding)
{
    public const uint Int8 = 1;
    public const uint UInt8 = 2;
    public const uint Int16 = 3;
    public const uint UInt16 = 4;
    public const uint Int32 = 5;
    public const uint UInt32 = 6;
    public const uint Single = 7;
    public const uint Double = 9;
    public const uint Int64 = 12;
    public const uint UInt64 = 13;
    public const uint Matrix = 14;
    public const uint Compressed = 15;
}

/// <summary>Reads tags and numbers of a MAT file in its byte order.</summary>
internal sealed class MatElementReader(DataFileReader reader, bool isBigEndian)
{
    public DataFileReader Reader { get; } = reader;

    public MatElement ReadTag(string what)
    {
        uint first = ReadUInt32(what);
        uint smallLength = first >> 16;
        if (smallLength == 0)
        {
            uint length = ReadUInt32(what);
            return new MatElement(first, length, (int)(-length & 7));
        }
        // The small form: type and length share a word, and up to four bytes of data follow at once.
        if (smallLength > 4)
            throw Reader.Error($"{what} with at most 4 bytes of data in its small form", $"{smallLength} bytes");
        return new MatElement(first & 0xFFFF, smallLength, 4 - (int)smallLength);
    }

    /// <summary>Reads the data of an element of a known type and length.</summary>
    public byte[] ReadData(uint type, long maximumLength, string what, out int length)
    {
        MatElement element = ReadTag(what);
        if (element.Type != type)
            throw Reader.Error($"{what} of data type {type}", $"data type {element.Type}");
        if (element.Length > maximumLength)
            throw Reader.Error($"{what} of at most {maximumLength} bytes", $"{element.Length} bytes");
        length = (int)element.Length;
        byte[] data = Reader.ReadBytes(length, what);
        Skip(element.Padding, what);
        return data;
    }

    /// <summary>Reads the data of an element of any real number type.</summary>
    public double[] ReadNumbers(MatElement element, int count, string what)
    {
        int size = element.Type switch
        {
            MatElement.Int8 or MatElement.UInt8 => 1,
            MatElement.Int16 or MatElement.UInt16 => 2,
            MatElement.Int32 or MatElement.UInt32 or MatElement.Single => 4,
            MatElement.Double or MatElement.Int64 or MatElement.UInt64 => 8,
            _ => throw Reader.Error($"{what} of a number type", $"data type {element.Type}"),
        };
        if (element.Length != (long)size * count || element.Length > Array.MaxLength)
            throw Reader.Error($"{what}, {count} numbers of {size} bytes", $"{element.Length} bytes");
        byte[] data = Reader.ReadBytes((int)element.Length, what);
        Skip(element.Padding, what);
        var numbers = new double[count];
        for (int i = 0; i < count; i++)
            numbers[i] = Number(element.Type, data.AsSpan(i * size, size));
        return numbers;
    }

    public void Skip(int length, string what)
    {
        Span<byte> padding = stackalloc byte[8];
        Reader.ReadExactly(padding[..length], what);
    }

    public uint ToUInt32(ReadOnlySpan<byte> bytes) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private uint ReadUInt32(string what)
    {
        Span<byte> bytes = stackalloc byte[4];
        Reader.ReadExactly(bytes, what);
        return ToUInt32(bytes);
    }

    private double Number(uint type, ReadOnlySpan<byte> bytes)
    {
        Span<byte> ordered = stackalloc byte[bytes.Length];
        bytes.CopyTo(ordered);
        if (isBigEndian)
            ordered.Reverse();
        return type switch
        {
            MatElement.Int8 => (sbyte)ordered[0],
            MatElement.UInt8 => ordered[0],
            MatElement.Int16 => BinaryPrimitives.ReadInt16LittleEndian(ordered),
            MatElement.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(ordered),
            MatElement.Int32 => BinaryPrimitives.ReadInt32LittleEndian(ordered),
            MatElement.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(ordered),
            MatElement.Single => BinaryPrimitives.ReadSingleLittleEndian(ordered),
            MatElement.Int64 => BinaryPrimitives.ReadInt64LittleEndian(ordered),
            MatElement.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(ordered),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(ordered),
        };
    }
}
