using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>How values of a column type are written in blocks of binary views, and how the type itself is.</summary>
internal abstract class ValueCodec(DataViewType type)
{
    public DataViewType Type => type;
    private protected abstract string Name { get; }

    public static ValueCodec Of(DataViewType type) => type switch
    {
        VectorDataViewType vector => (ValueCodec)RawValues.New(typeof(VectorCodec<>), [vector.ItemType.RawType], vector, Of(vector.ItemType)),
        TextDataViewType => new TextCodec(),
        BooleanDataViewType => new BooleanCodec(),
        _ => (ValueCodec)RawValues.New(typeof(NumberCodec<>), [type.RawType], type),
    };

    public static ValueCodec ReadDefinition(BinaryReader reader)
    {
        var name = reader.ReadString();
        var size = reader.Read7BitEncodedInt64();
        var start = reader.BaseStream.Position;
        var codec = Of(ReadType(name, reader));
        var read = reader.BaseStream.Position - start;
        Checks.Decode(read == size, $"offset 0x{start:x}: the type '{name}' takes {read} bytes, expected {size}");
        return codec;
    }

    public void WriteDefinition(BinaryWriter writer)
    {
        var parameters = new MemoryStream();
        using (var inner = new BinaryWriter(parameters, Encoding.UTF8, leaveOpen: true))
            WriteParameters(inner);
        writer.Write(Name);
        writer.Write7BitEncodedInt64(parameters.Length);
        writer.Write(parameters.ToArray());
    }

    public abstract void Write(BinaryWriter writer, Array values);
    public abstract Array Read(BinaryReader reader, int count);
    private protected virtual void WriteParameters(BinaryWriter writer) { }

    private protected static int[] ReadNumbers(BinaryReader reader, int count)
        => (int[])new NumberCodec<int>(NumberDataViewType.Int32).Read(reader, count);

    private static DataViewType ReadType(string name, BinaryReader reader)
    {
        if (name == "Key2")
            return new KeyDataViewType(ReadDefinition(reader).Type.RawType, reader.ReadUInt64());
        if (name == "VBuffer" && ReadDefinition(reader).Type is PrimitiveDataViewType item)
            return new VectorDataViewType(item, ReadNumbers(reader, reader.ReadInt32()));
        return PrimitiveTypes.All.FirstOrDefault(type => Of(type).Name == name)
            ?? throw new FormatException($"offset 0x{reader.BaseStream.Position:x}: values of the unknown type '{name}'");
    }

    /// <summary>Numbers, keys and row identifiers: their bytes, low ones first.</summary>
    private sealed class NumberCodec<T>(DataViewType type) : ValueCodec(type)
        where T : unmanaged
    {
        private protected override string Name => Type is KeyDataViewType ? "Key2" : typeof(T).Name;
        public override void Write(BinaryWriter writer, Array values) => writer.Write(MemoryMarshal.AsBytes<T>((T[])values));

        public override Array Read(BinaryReader reader, int count)
        {
            var room = (reader.BaseStream.Length - reader.BaseStream.Position) / Marshal.SizeOf<T>();
            Checks.Decode(0 <= count && count <= room, $"{count} values of {typeof(T)}, expected 0 to {room}");
            var values = new T[count];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        private protected override void WriteParameters(BinaryWriter writer)
        {
            if (Type is not KeyDataViewType key)
                return;
            PrimitiveTypes.TryGet(typeof(T), out var number);
            Of(number).WriteDefinition(writer);
            writer.Write(key.Count);
        }
    }

    /// <summary>Texts: their number, where each ends, all characters.</summary>
    private sealed class TextCodec() : ValueCodec(TextDataViewType.Instance)
    {
        private protected override string Name => "TextSpan";

        public override void Write(BinaryWriter writer, Array values)
        {
            var texts = (ReadOnlyMemory<char>[])values;
            var all = new StringBuilder();
            writer.Write(texts.Length);
            foreach (var text in texts)
                writer.Write(all.Append(text).Length);
            writer.Write(all.ToString());
        }

        public override Array Read(BinaryReader reader, int count)
        {
            var entries = reader.ReadInt32();
            Checks.Decode(entries == count, $"{entries} texts, expected {count}");
            var ends = ReadNumbers(reader, count);
            var all = reader.ReadString().AsMemory();
            return ends.Select((end, i) =>
            {
                var start = i == 0 ? 0 : ends[i - 1];
                Checks.Decode(0 <= start && start <= end && end <= all.Length, $"text {i} ends at {end}, expected {start} to {all.Length}");
                return all[start..end];
            }).ToArray();
        }
    }

    /// <summary>Truth values: eight in a byte, the first in the lowest bit.</summary>
    private sealed class BooleanCodec() : ValueCodec(BooleanDataViewType.Instance)
    {
        private protected override string Name => nameof(Boolean);

        public override void Write(BinaryWriter writer, Array values)
        {
            foreach (var eight in ((bool[])values).Chunk(8))
                writer.Write((byte)eight.Select((bit, i) => bit ? 1 << i : 0).Sum());
        }

        public override Array Read(BinaryReader reader, int count)
        {
            var bytes = (byte[])new NumberCodec<byte>(NumberDataViewType.Byte).Read(reader, (count / 8) + (count % 8 > 0 ? 1 : 0));
            return Enumerable.Range(0, count).Select(i => ((bytes[i / 8] >> (i % 8)) & 1) != 0).ToArray();
        }
    }

    /// <summary>Vectors: number, common length or 0 and all lengths, numbers of held values (-1 for all), indices, values. Only dense ones here.</summary>
    private sealed class VectorCodec<T>(VectorDataViewType type, ValueCodec items) : ValueCodec(type)
    {
        private protected override string Name => "VBuffer";

        public override void Write(BinaryWriter writer, Array values)
        {
            var vectors = Array.ConvertAll((VBuffer<T>[])values, vector => vector.DenseValues().ToArray());
            writer.Write(vectors.Length);
            writer.Write(type.Size);
            foreach (var vector in type.Size == 0 ? vectors : [])
                writer.Write(vector.Length);
            foreach (var _ in vectors)
                writer.Write(-1);
            writer.Write(0);
            items.Write(writer, vectors.SelectMany(v => v).ToArray());
        }

        public override Array Read(BinaryReader reader, int count)
        {
            var (entries, size) = (reader.ReadInt32(), reader.ReadInt32());
            Checks.Decode(entries == count && size >= 0, $"{entries} vectors of length {size}, expected {count}");
            var lengths = size == 0 ? ReadNumbers(reader, count) : Enumerable.Repeat(size, count).ToArray();
            var held = ReadNumbers(reader, count);
            Checks.Decode(held.All(h => h == -1) && reader.ReadInt32() == 0, "sparse vectors, which only ML.NET itself can load");
            var values = (T[])items.Read(reader, lengths.Sum());
            var next = 0;
            return Array.ConvertAll(lengths, length => new VBuffer<T>(length, values[next..(next += length)]));
        }

        private protected override void WriteParameters(BinaryWriter writer)
        {
            items.WriteDefinition(writer);
            writer.Write(type.Dimensions.Length);
            foreach (var dimension in type.Dimensions)
                writer.Write(dimension);
        }
    }
}
