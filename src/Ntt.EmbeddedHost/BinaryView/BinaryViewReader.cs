namespace Microsoft.ML.Data;

/// <summary>Reads a view in ML.NET's binary format into memory.</summary>
internal sealed class BinaryViewReader : IDisposable
{
    private const int BlockEntrySize = 16;

    private readonly byte[] _bytes;
    private readonly BinaryReader _reader;
    private long _rows;

    private BinaryViewReader(byte[] bytes)
    {
        _bytes = bytes;
        _reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
    }

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
        Checks.Decode(_bytes.Length >= BinaryViewFormat.HeaderSize, $"{_bytes.Length} bytes, expected a header of {BinaryViewFormat.HeaderSize}");
        CheckMark(0, BinaryViewFormat.Mark);
        _reader.BaseStream.Position = 0x10;
        var version = _reader.ReadUInt64();
        Checks.Decode(version <= BinaryViewFormat.Version, $"offset 0x10: version 0x{version:x}, expected at most 0x{BinaryViewFormat.Version:x}");
        var (contents, tail) = (_reader.ReadInt64(), _reader.ReadInt64());
        _rows = _reader.ReadInt64();
        var columnCount = _reader.ReadInt32();
        Checks.Decode(0 <= _rows && 0 <= columnCount && columnCount <= _bytes.Length, $"offset 0x28: {_rows} rows of {columnCount} columns");
        CheckMark(tail, BinaryViewFormat.TailMark);

        var builder = new DataViewSchema.Builder();
        var columns = new Array[columnCount];
        for (var i = 0; i < columnCount; i++)
        {
            Seek(contents);
            var name = _reader.ReadString();
            Checks.Decode(name.Length > 0, $"offset 0x{contents:x}: a column without a name");
            var codec = ValueCodec.ReadDefinition(_reader);
            var compression = _reader.ReadByte();
            var rowsPerBlock = _reader.Read7BitEncodedInt64();
            Checks.Decode(rowsPerBlock > 0 || _rows == 0, $"column '{name}': {rowsPerBlock} rows a block");
            var (table, annotations) = (_reader.ReadInt64(), _reader.ReadInt64());
            contents = _reader.BaseStream.Position;
            columns[i] = ReadBlocks(codec, compression, rowsPerBlock, table);
            builder.AddColumn(name, codec.Type, annotations == 0 ? null : ReadAnnotations(annotations));
        }

        return new ArrayView(builder.ToSchema(), columns, checked((int)_rows));
    }

    private Array ReadBlocks(ValueCodec codec, byte compression, long rowsPerBlock, long table)
    {
        var blocks = new List<Array>();
        for (long row = 0; row < _rows; row += rowsPerBlock, table += BlockEntrySize)
        {
            Seek(table);
            var (offset, size) = (_reader.ReadInt64(), _reader.ReadInt32());
            blocks.Add(ReadBlock(codec, compression, offset, size, checked((int)Math.Min(rowsPerBlock, _rows - row))));
        }

        var all = Array.CreateInstance(codec.Type.RawType, blocks.Sum(block => block.Length));
        var next = 0;
        foreach (var block in blocks)
        {
            block.CopyTo(all, next);
            next += block.Length;
        }

        return all;
    }

    private Array ReadBlock(ValueCodec codec, byte compression, long offset, long size, int count)
    {
        Seek(offset);
        Checks.Decode(0 <= size && size <= _bytes.Length - offset, $"offset 0x{offset:x}: a block of {size} bytes");
        Checks.Decode(compression <= BinaryViewFormat.Deflate, $"offset 0x{offset:x}: unknown compression {compression}");
        var block = new MemoryStream(_bytes, (int)offset, (int)size);
        if (compression == BinaryViewFormat.Deflate)
        {
            var packed = block;
            block = new MemoryStream();
            using (var inflate = new DeflateStream(packed, CompressionMode.Decompress))
                inflate.CopyTo(block);
            block.Position = 0;
        }

        return codec.Read(new BinaryReader(block, Encoding.UTF8), count);
    }

    private DataViewSchema.Annotations ReadAnnotations(long table)
    {
        Seek(table);
        var count = _reader.Read7BitEncodedInt64();
        var builder = new DataViewSchema.Annotations.Builder();
        for (long i = 0; i < count; i++)
        {
            var kind = _reader.ReadString();
            var codec = ValueCodec.ReadDefinition(_reader);
            var (compression, offset, size) = (_reader.ReadByte(), _reader.ReadInt64(), _reader.Read7BitEncodedInt64());
            var next = _reader.BaseStream.Position;
            builder.Add(kind, codec.Type, ConstantGetter.Create(ReadBlock(codec, compression, offset, size, 1).GetValue(0), codec.Type));
            Seek(next);
        }

        return builder.ToAnnotations();
    }

    private void CheckMark(long offset, ulong expected)
    {
        Seek(offset, 0);
        var mark = _reader.ReadUInt64();
        Checks.Decode(mark == expected, $"offset 0x{offset:x}: wrong mark 0x{mark:x16}, expected 0x{expected:x16}");
    }

    private void Seek(long offset, long first = BinaryViewFormat.HeaderSize)
    {
        var from = _reader.BaseStream.Position;
        Checks.Decode(first <= offset && offset <= _bytes.Length, $"offset 0x{from:x}: points to {offset} of {_bytes.Length} bytes");
        _reader.BaseStream.Position = offset;
    }
}
