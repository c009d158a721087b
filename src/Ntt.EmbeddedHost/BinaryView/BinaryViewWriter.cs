using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>
/// Writes a view in ML.NET's binary format: a header of 256 bytes, compressed blocks of column values, tables of the blocks,
/// annotations, the table of columns, a closing mark. All rows are in one block a column.
/// </summary>
internal static class BinaryViewWriter
{
    public static byte[] Write(IDataView view)
    {
        var columns = view.Schema.ToArray();
        var (values, rows) = ReadColumns(view, columns);
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(new byte[BinaryViewFormat.HeaderSize]);

        var blocks = new List<(long Offset, int Size, int Uncompressed)>();
        if (rows > 0)
        {
            foreach (var column in columns)
                blocks.Add(WriteBlock(writer, ValueCodec.Of(column.Type), values[column.Index]));
        }

        var tables = new long[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            tables[i] = stream.Position;
            if (rows > 0)
            {
                writer.Write(blocks[i].Offset);
                writer.Write(blocks[i].Size);
                writer.Write(blocks[i].Uncompressed);
            }
        }

        var annotations = Array.ConvertAll(columns, column => WriteAnnotations(writer, column.Annotations));
        var contents = stream.Position;
        for (var i = 0; i < columns.Length; i++)
        {
            writer.Write(columns[i].Name);
            ValueCodec.Of(columns[i].Type).WriteDefinition(writer);
            writer.Write(BinaryViewFormat.Deflate);
            writer.Write7BitEncodedInt64(Math.Max(1, rows));
            writer.Write(tables[i]);
            writer.Write(annotations[i]);
        }

        var tail = stream.Position;
        writer.Write(BinaryViewFormat.TailMark);
        stream.Position = 0;
        writer.Write(BinaryViewFormat.Mark);
        writer.Write(BinaryViewFormat.Version);
        writer.Write(BinaryViewFormat.Version);
        writer.Write(contents);
        writer.Write(tail);
        writer.Write((long)rows);
        writer.Write(columns.Length);
        writer.Flush();
        return stream.ToArray();
    }

    private static (Array[] Values, int Rows) ReadColumns(IDataView view, DataViewSchema.Column[] columns)
    {
        using var cursor = view.GetRowCursor(columns);
        var readers = Array.ConvertAll(columns, column => (ColumnReader)RawValues.New(typeof(ColumnReader<>), [column.Type.RawType], cursor, column));
        var rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            foreach (var reader in readers)
                reader.Read();
        }

        return (Array.ConvertAll(readers, reader => reader.Values), rows);
    }

    private static (long Offset, int Size, int Uncompressed) WriteBlock(BinaryWriter writer, ValueCodec codec, Array values)
    {
        var plain = Plain(codec, values);
        var packed = Deflate(plain);
        var offset = writer.BaseStream.Position;
        writer.Write(packed);
        return (offset, packed.Length, plain.Length);
    }

    /// <summary>Writes the annotations of a column and a table of them; returns where the table is, or 0.</summary>
    private static long WriteAnnotations(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        if (annotations.Schema.Count == 0)
            return 0;
        var entries = new List<(string Kind, ValueCodec Codec, byte Compression, long Offset, long Size)>();
        foreach (var column in annotations.Schema.Where(c => !c.IsHidden))
        {
            var codec = ValueCodec.Of(column.Type);
            var plain = Plain(codec, (Array)RawValues.Call(typeof(BinaryViewWriter), nameof(ReadAnnotation), column.Type.RawType, annotations, column));
            var packed = Deflate(plain);
            var isPacked = packed.Length < plain.Length;
            var offset = writer.BaseStream.Position;
            writer.Write(isPacked ? packed : plain);
            entries.Add((column.Name, codec, isPacked ? BinaryViewFormat.Deflate : BinaryViewFormat.Plain, offset, writer.BaseStream.Position - offset));
        }

        var table = writer.BaseStream.Position;
        writer.Write7BitEncodedInt64(entries.Count);
        foreach (var (kind, codec, compression, offset, size) in entries)
        {
            writer.Write(kind);
            codec.WriteDefinition(writer);
            writer.Write(compression);
            writer.Write(offset);
            writer.Write7BitEncodedInt64(size);
        }

        return table;
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
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            codec.Write(writer, values);
        return stream.ToArray();
    }

    private static byte[] Deflate(byte[] plain)
    {
        var stream = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionMode.Compress, leaveOpen: true))
            deflate.Write(plain);
        return stream.ToArray();
    }

    private abstract class ColumnReader
    {
        public abstract Array Values { get; }

        public abstract void Read();
    }

    private sealed class ColumnReader<T>(DataViewRow row, DataViewSchema.Column column) : ColumnReader
    {
        private readonly List<T> _values = [];
        private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);

        public override Array Values => _values.ToArray();

        public override void Read()
        {
            T value = default;
            _getter(ref value);
            _values.Add(value);
        }
    }
}

/// <summary>Constants of the binary format of views.</summary>
internal static class BinaryViewFormat
{
    public const int HeaderSize = 256;
    public const ulong Mark = 0x00425644004C4D43;
    public const ulong TailMark = 0x434D4C0044564200;
    public const ulong Version = 0x0001000100010006;
    public const byte Plain = 0;
    public const byte Deflate = 1;
}
