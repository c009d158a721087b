using System.Text;
using Ntt.Diagnostics;

namespace Ntt.Data;

/// <summary>An array of a MAT file: its head is read at once, its numbers on demand and once.</summary>
internal sealed class MatVariable
{
    private const int ComplexFlag = 0x08;
    private const int FirstNumberClass = 6;
    private const int UInt8Class = 9;
    private const int LastNumberClass = 15;
    // MATLAB's names have at most 63 characters; dimensions beyond 32 are not written by anything known.
    private const int MaximumNameLength = 4096;
    private const int MaximumDimensions = 32;

    private static readonly string[] s_classNames =
    [
        "unknown", "cell", "struct", "object", "char", "sparse", "double", "single",
        "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64",
    ];

    private readonly MatElementReader _elements;
    private readonly long _end;
    private readonly int _class;
    private readonly bool _isComplex;
    private readonly bool _isCompressed;

    public MatVariable(MatElementReader elements, long length, bool isCompressed)
    {
        _elements = elements;
        _isCompressed = isCompressed;
        Offset = elements.Reader.Offset;
        _end = Offset + length;
        byte[] flags = elements.ReadData(MatElement.UInt32, 8, "the array flags", out int flagsLength);
        if (flagsLength != 8)
            throw elements.Reader.Error("array flags of 8 bytes", $"{flagsLength} bytes");
        uint word = elements.ToUInt32(flags);
        _class = (int)(word & 0xFF);
        _isComplex = ((word >> 8) & ComplexFlag) != 0;
        if (_class is 0 or > LastNumberClass)
            return;

        byte[] extents = elements.ReadData(MatElement.Int32, 4 * MaximumDimensions, "the dimensions of an array", out int extentsLength);
        if (extentsLength < 8 || extentsLength % 4 != 0)
            throw elements.Reader.Error("at least two dimensions of 4 bytes", $"{extentsLength} bytes");
        Dimensions = new long[extentsLength / 4];
        for (int i = 0; i < Dimensions.Length; i++)
        {
            uint extent = elements.ToUInt32(extents.AsSpan(4 * i));
            Dimensions[i] = extent <= int.MaxValue ? extent : throw elements.Reader.Error($"dimensions of 0 to {int.MaxValue}", $"{(int)extent}");
        }
        Name = Encoding.UTF8.GetString(elements.ReadData(MatElement.Int8, MaximumNameLength, "the name of an array", out _));
    }

    /// <summary>Empty for what has no name that this reader knows of.</summary>
    public string Name { get; } = "";

    public long[] Dimensions { get; } = [];

    /// <summary>Where the array starts after its tag, and in what: a file or a compressed element of it.</summary>
    public long Offset { get; }

    public string Source => _elements.Reader.Source;

    public string Description => $"{(_isComplex ? "complex " : "")}{s_classNames[_class <= LastNumberClass ? _class : 0]} [{string.Join(" x ", Dimensions)}]";

    public bool IsUInt8 => _class == UInt8Class && !_isComplex;

    public bool IsRealNumbers => _class is >= FirstNumberClass and <= LastNumberClass && !_isComplex;

    public FileContentException Error(string expected, string found) => new(Source, Offset, expected, found);

    /// <summary>Reads the numbers of an array of bytes, column-major.</summary>
    public byte[] ReadBytes(int count)
    {
        MatElement element = ReadDataTag();
        if (element.Type != MatElement.UInt8 || element.Length != count)
            throw _elements.Reader.Error($"{count} bytes of \"{Name}\"", $"{element.Length} bytes of data type {element.Type}");
        byte[] bytes = _elements.Reader.ReadBytes(count, $"the data of \"{Name}\"");
        _elements.Skip(element.Padding, $"the data of \"{Name}\"");
        ExpectEnd();
        return bytes;
    }

    /// <summary>Reads the numbers of a real array of any number type, column-major.</summary>
    public double[] ReadNumbers(int count)
    {
        double[] numbers = _elements.ReadNumbers(ReadDataTag(), count, $"the data of \"{Name}\"");
        ExpectEnd();
        return numbers;
    }

    private MatElement ReadDataTag()
    {
        MatElement element = _elements.ReadTag($"the data of \"{Name}\"");
        long available = _end - _elements.Reader.Offset;
        return element.Length <= available
            ? element
            : throw _elements.Reader.Error($"at most {available} bytes of data, the rest of \"{Name}\"", $"{element.Length} bytes");
    }

    private void ExpectEnd()
    {
        // Reading to the end of a compressed element is also what checks its checksum.
        if (_isCompressed)
            _elements.Reader.ExpectEnd($"the data of \"{Name}\"");
    }
}
