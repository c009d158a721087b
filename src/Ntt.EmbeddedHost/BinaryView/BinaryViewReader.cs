using System.IO.Compression;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reads a view in ML.NET's binary format into memory.</summary>
internal sealed class BinaryViewReader : IDisposable
{
    private const int BlockEntrySize = 16;

    private readonly byte[] _bytes;
    private readonly BinaryReader _reader;
    private readonly long _tail;
    private readonly int _rows;

    private BinaryViewReader(byte[] bytes)
    {
        _bytes = bytes;
        _reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        Checks.Decode(bytes.Length >= BinaryViewFormat.HeaderSize, $"{bytes.Length} bytes, expected a header of {BinaryViewFormat.HeaderSize}");
        var mark = _reader.ReadUInt64();
        Checks.Decode(mark == BinaryViewFormat.Mark, $"offset 0x0: wrong mark 0x{mark:x16}, expected 0x{BinaryViewFormat.Mark:x16}");
        _reader.ReadUInt64();
        var compatible = _reader.ReadUInt64();
        Checks.Decode(compatible <= BinaryViewFormat.Version, $"offset 0x10: version 0x{compatible:x}, expected at most 0x{BinaryViewFormat.Version:x}");
        Contents = _reader.ReadInt64();
        _tail = _reader.ReadInt64();
        var rows = _reader.ReadInt64();
        ColumnCount = _reader.ReadInt32();
        CheckOffset(Contents, 0x18);
        Checks.Decode(_tail >= BinaryViewFormat.HeaderSize && _tail <= bytes.Length - sizeof(ulong), $"offset 0x20: the end mark lies at {_tail} of {bytes.Length} bytes");
        Checks.Decode(0 <= rows && rows <= int.MaxValue, $"offset 0x28: {rows} rows");
        Checks.Decode(0 <= ColumnCount && ColumnCount <= _tail, $"offset 0x30: {ColumnCount} columns");
        _rows = (int)rows;
        _reader.BaseStream.Position = _tail;
        var tailMark = _reader.ReadUInt64();
        Checks.Decode(tailMark == BinaryViewFormat.TailMark, $"offset 0x{_tail:x}: wrong mark 0x{tailMark:x16}, expected 0x{BinaryViewFormat.TailMark:x16}");
    }

    private long Contents { get; }

    private int ColumnCount { get; }

    /// <summary>Reads a view.</summary>
    /// <exception cref="FormatException">The bytes are damaged; the message begins with <paramref name="name"/>.</exception>
    public static ArrayView Read(byte[] bytes, string name)
    {
        try
        {
            using var reader = new BinaryViewReader(bytes);
            return reader.Read();
        }
        catch (Exception error) when (error is FormatException or IOException or InvalidDataException or ArgumentException or OverflowException)
        {
            throw new FormatException($"{name}: {error.Message}", error);
        }
    }

    public void Dispose() => _reader.Dispose();

    private ArrayView Read()
    {
        var builder = new DataViewSchema.Builder();
        var columns = new Array[ColumnCount];
        var next = Contents;
        for (var i = 0; i < ColumnCount; i++)
        {
            _reader.BaseStream.Position = next;
            var name = _reader.ReadString();
            Checks.Decode(name.Length > 0, $"offset 0x{next:x}: a column without a name");
            var codec = ValueCodec.ReadDefinition(_reader);
            var compression = _reader.ReadByte();
            var rowsPerBlock = _reader.Read7BitEncodedInt64();
            Checks.Decode(rowsPerBlock > 0 || _rows == 0, $"column '{name}': {rowsPerBlock} rows a block");
            var table = _reader.ReadInt64();
            var annotations = _reader.ReadInt64();
            next = _reader.BaseStream.Position;
            columns[i] = ReadBlocks(codec, compression, rowsPerBlock, table);
            builder.AddColumn(name, codec.Type, annotations == 0 ? null : ReadAnnotations(annotations));
        }

        return new ArrayView(builder.ToSchema(), columns, _rows);
    }

    private Array ReadBlocks(ValueCodec codec, byte compression, long rowsPerBlock, long table)
    {
        var blocks = new List<Array>();
        for (long row = 0; row < _rows; row += rowsPerBlock, table += BlockEntrySize)
        {
            CheckOffset(table, _reader.BaseStream.Position);
            _reader.BaseStream.Position = table;
            var (offset, size, uncompressed) = (_reader.ReadInt64(), _reader.ReadInt32(), _reader.ReadInt32());
            var count = (int)Math.Min(rowsPerBlock, _rows - row);
            blocks.Add(ReadBlock(codec, compression, offset, size, uncompressed, count));
        }

        if (blocks.Count == 1)
            return blocks[0];
        var all = Array.CreateInstance(codec.Type.RawType, _rows);
        long next = 0;
        foreach (var block in blocks)
        {
            block.CopyTo(all, next);
            next += block.Length;
        }

        return all;
    }

    private Array ReadBlock(ValueCodec codec, byte compression, long offset, long size, long uncompressed, int count)
    {
        CheckOffset(offset, _reader.BaseStream.Position);
        Checks.Decode(0 <= size && size <= _tail - offset, $"offset 0x{offset:x}: a block of {size} bytes");
        Checks.Decode(compression <= BinaryViewFormat.Deflate, $"offset 0x{offset:x}: unknown compression {compression}");
        Stream block = new MemoryStream(_bytes, (int)offset, (int)size);
        if (compression == BinaryViewFormat.Deflate)
        {
            var plain = new MemoryStream();
            using (var inflate = new DeflateStream(block, CompressionMode.Decompress))
                inflate.CopyTo(plain);
            Checks.Decode(uncompressed < 0 || plain.Length == uncompressed, $"offset 0x{offset:x}: a block of {plain.Length} bytes, expected {uncompressed}");
            plain.Position = 0;
            block = plain;
        }

        return codec.Read(new BinaryReader(block, Encoding.UTF8), count);
    }

    private DataViewSchema.Annotations ReadAnnotations(long table)
    {
        CheckOffset(table, _reader.BaseStream.Position);
        _reader.BaseStream.Position = table;
        var count = _reader.Read7BitEncodedInt64();
        Checks.Decode(0 < count && count <= _tail, $"offset 0x{table:x}: {count} annotations");
        var builder = new DataViewSchema.Annotations.Builder();
        for (long i = 0; i < count; i++)
        {
            var kind = _reader.ReadString();
            var codec = ValueCodec.ReadDefinition(_reader);
            var compression = _reader.ReadByte();
            var offset = _reader.ReadInt64();
            var size = _reader.Read7BitEncodedInt64();
            var next = _reader.BaseStream.Position;
            var value = ReadBlock(codec, compression, offset, size, -1, 1).GetValue(0);
            builder.Add(kind, codec.Type, ConstantGetter.Create(value, codec.Type));
            _reader.BaseStream.Position = next;
        }

        return builder.ToAnnotations();
    }

    private void CheckOffset(long offset, long from)
        => Checks.Decode(BinaryViewFormat.HeaderSize <= offset && offset <= _bytes.Length, $"offset 0x{from:x}: points to {offset} of {_bytes.Length} bytes");
}
