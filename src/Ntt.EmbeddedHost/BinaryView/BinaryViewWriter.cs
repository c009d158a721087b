namespace Microsoft.ML.Data;

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

/// <summary>Constants of the binary format of views.</summary>
internal static class BinaryViewFormat
{
    public const long HeaderSize = 256;
    public const ulong Mark = 0x00425644004C4D43;
    public const ulong TailMark = 0x434D4C0044564200;
    public const ulong Version = 0x0001000100010006;
    public const byte Plain = 0;
    public const byte Deflate = 1;
}
