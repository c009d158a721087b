namespace Microsoft.ML.Data;

/// <summary>Reads a view in ML.NET's binary format into memory.</summary>
internal sealed class BinaryViewReader : IDisposable
{
    private readonly byte[] _bytes;
    private readonly BinaryReader _reader;
    private long _rows;

    private BinaryViewReader(byte[] bytes)
    {
        _bytes = bytes;
        _reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
    }

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
            var (table, annotations) = (_reader.ReadInt64(), _reader.ReadInt64());
            contents = _reader.BaseStream.Position;
            if (_rows > 0)
            {
                Checks.Decode(rowsPerBlock >= _rows, $"column '{name}': {rowsPerBlock} of {_rows} rows a block, which only ML.NET itself can load");
                Seek(table);
                columns[i] = ReadBlock(codec, compression, _reader.ReadInt64(), _reader.ReadInt32(), checked((int)_rows));
            }
            builder.AddColumn(name, codec.Type, annotations == 0 ? null : ReadAnnotations(annotations));
        }
        return new ArrayView(builder.ToSchema(), columns, checked((int)_rows));
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

/// <summary>
/// Writes a view in ML.NET's binary format: a header of 256 bytes, compressed blocks of column values, tables of the blocks,
/// annotations, the table of columns, a closing mark. All rows are in one block a column.
/// </summary>
internal static class BinaryViewWriter
{
    public static byte[] Write(ArrayView view)
    {
        var rows = (long)view.GetRowCount();
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(new byte[BinaryViewFormat.HeaderSize]);

        var tables = new long[view.Schema.Count];
        foreach (var column in view.Schema.Where(_ => rows > 0))
        {
            var plain = Plain(ValueCodec.Of(column.Type), view.Columns[column.Index]);
            var packed = Deflate(plain);
            var offset = stream.Position;
            writer.Write(packed);
            tables[column.Index] = stream.Position;
            writer.Write(offset);
            writer.Write(packed.Length);
            writer.Write(plain.Length);
        }
        var annotations = view.Schema.Select(column => WriteAnnotations(writer, column.Annotations)).ToArray();
        var contents = stream.Position;
        foreach (var column in view.Schema)
        {
            writer.Write(column.Name);
            ValueCodec.Of(column.Type).WriteDefinition(writer);
            writer.Write(BinaryViewFormat.Deflate);
            writer.Write7BitEncodedInt64(Math.Max(1, rows));
            writer.Write(rows > 0 ? tables[column.Index] : BinaryViewFormat.HeaderSize);
            writer.Write(annotations[column.Index]);
        }
        var tail = stream.Position;
        writer.Write(BinaryViewFormat.TailMark);
        stream.Position = 0;
        writer.Write(BinaryViewFormat.Mark);
        writer.Write(BinaryViewFormat.Version);
        writer.Write(BinaryViewFormat.Version);
        writer.Write(contents);
        writer.Write(tail);
        writer.Write(rows);
        writer.Write(view.Schema.Count);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Writes the annotations of a column and a table of them; returns where the table is, or 0.</summary>
    private static long WriteAnnotations(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        if (annotations.Schema.Count == 0)
            return 0;
        var table = new MemoryStream();
        using var entries = new BinaryWriter(table, Encoding.UTF8);
        entries.Write7BitEncodedInt64(annotations.Schema.Count(c => !c.IsHidden));
        foreach (var column in annotations.Schema.Where(c => !c.IsHidden))
        {
            var codec = ValueCodec.Of(column.Type);
            var block = Plain(codec, (Array)RawValues.Call(typeof(BinaryViewWriter), nameof(ReadAnnotation), [column.Type.RawType], annotations, column));
            entries.Write(column.Name);
            codec.WriteDefinition(entries);
            entries.Write(BinaryViewFormat.Plain);
            entries.Write(writer.BaseStream.Position);
            entries.Write7BitEncodedInt64(block.Length);
            writer.Write(block);
        }
        var offset = writer.BaseStream.Position;
        writer.Write(table.ToArray());
        return offset;
    }

    private static T[] ReadAnnotation<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        T value = default;
        annotations.GetGetter<T>(column)(ref value);
        return [value];
    }

    private static byte[] Plain(ValueCodec codec, Array values)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        codec.Write(writer, values);
        return stream.ToArray();
    }

    private static byte[] Deflate(byte[] plain)
    {
        var stream = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionMode.Compress))
            deflate.Write(plain);
        return stream.ToArray();
    }
}

internal static class BinaryViewFormat
{
    public const long HeaderSize = 256;
    public const ulong Mark = 0x00425644004C4D43;
    public const ulong TailMark = 0x434D4C0044564200;
    public const ulong Version = 0x0001000100010006;
    public const byte Plain = 0;
    public const byte Deflate = 1;
}
