using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>How values of a column type are written in blocks of binary views, and how the type itself is.</summary>
internal abstract class ValueCodec(DataViewType type)
{
    public DataViewType Type => type;

    protected abstract string Name { get; }

    public static ValueCodec Of(DataViewType type) => type switch
    {
        VectorDataViewType vector => (ValueCodec)RawValues.New(typeof(VectorCodec<>), [vector.ItemType.RawType], vector, Of(vector.ItemType)),
        TextDataViewType => new TextCodec(),
        BooleanDataViewType => new BooleanCodec(),
        _ => (ValueCodec)RawValues.New(typeof(NumberCodec<>), [type.RawType], type),
    };

    /// <summary>Reads a type.</summary>
    /// <exception cref="FormatException">The type is not known.</exception>
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

    protected virtual void WriteParameters(BinaryWriter writer)
    {
    }

    /// <summary>Numbers, as many as the stream can hold at most.</summary>
    protected static int[] ReadNumbers(BinaryReader reader, int count)
        => (int[])new NumberCodec<int>(NumberDataViewType.Int32).Read(reader, count);

    private static DataViewType ReadType(string name, BinaryReader reader)
    {
        switch (name)
        {
            case "TextSpan":
                return TextDataViewType.Instance;
            case "Key2":
                var number = ReadDefinition(reader).Type.RawType;
                var count = reader.ReadUInt64();
                Checks.Decode(KeyDataViewType.IsValidDataType(number) && count > 0, $"offset 0x{reader.BaseStream.Position:x}: {count} keys in {number}");
                return new KeyDataViewType(number, count);
            case "VBuffer":
                var item = ReadDefinition(reader).Type as PrimitiveDataViewType;
                var dimensions = ReadNumbers(reader, reader.ReadInt32());
                Checks.Decode(item != null && dimensions.All(d => d >= 0), $"offset 0x{reader.BaseStream.Position:x}: no type of vectors");
                return dimensions.Length == 0 ? new VectorDataViewType(item) : new VectorDataViewType(item, dimensions);
            default:
                var rawType = System.Type.GetType($"System.{name}") ?? (name == nameof(DataViewRowId) ? typeof(DataViewRowId) : null);
                if (rawType != null && PrimitiveTypes.TryGet(rawType, out var type) && type is not TextDataViewType)
                    return type;
                throw new FormatException($"offset 0x{reader.BaseStream.Position:x}: values of the unknown type '{name}'");
        }
    }

    /// <summary>Numbers, keys and row identifiers: their bytes, low ones first.</summary>
    private sealed class NumberCodec<T>(DataViewType type) : ValueCodec(type)
        where T : unmanaged
    {
        protected override string Name => Type is KeyDataViewType ? "Key2" : typeof(T).Name;

        public override void Write(BinaryWriter writer, Array values) => writer.Write(MemoryMarshal.AsBytes<T>((T[])values));

        public override Array Read(BinaryReader reader, int count)
        {
            var room = (reader.BaseStream.Length - reader.BaseStream.Position) / Marshal.SizeOf<T>();
            Checks.Decode(0 <= count && count <= room, $"{count} values of {typeof(T)}, expected 0 to {room}");
            var values = new T[count];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        protected override void WriteParameters(BinaryWriter writer)
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
        protected override string Name => "TextSpan";

        public override void Write(BinaryWriter writer, Array values)
        {
            var texts = (ReadOnlyMemory<char>[])values;
            writer.Write(texts.Length);
            var all = new StringBuilder();
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
            var texts = new ReadOnlyMemory<char>[count];
            var start = 0;
            for (var i = 0; i < count; i++)
            {
                // The high bit marked missing texts in former versions of the format.
                var end = ends[i] & int.MaxValue;
                Checks.Decode(start <= end && end <= all.Length, $"text {i} ends at {end}, expected {start} to {all.Length}");
                texts[i] = ends[i] < 0 ? default : all[start..end];
                start = end;
            }

            return texts;
        }
    }

    /// <summary>Truth values: eight in a byte, the first in the lowest bit.</summary>
    private sealed class BooleanCodec() : ValueCodec(BooleanDataViewType.Instance)
    {
        protected override string Name => nameof(Boolean);

        public override void Write(BinaryWriter writer, Array values)
        {
            var bits = (bool[])values;
            var bytes = new byte[(bits.Length + 7) / 8];
            for (var i = 0; i < bits.Length; i++)
                bytes[i / 8] |= (byte)((bits[i] ? 1 : 0) << (i % 8));
            writer.Write(bytes);
        }

        public override Array Read(BinaryReader reader, int count)
        {
            var bytes = (byte[])new NumberCodec<byte>(NumberDataViewType.Byte).Read(reader, (count + 7) / 8);
            return Enumerable.Range(0, count).Select(i => (bytes[i / 8] >> (i % 8) & 1) != 0).ToArray();
        }
    }

    /// <summary>Vectors: number, common length or 0 and all lengths, counts of held values (-1 for all), indices, values.</summary>
    private sealed class VectorCodec<T>(VectorDataViewType type, ValueCodec items) : ValueCodec(type)
    {
        protected override string Name => "VBuffer";

        public override void Write(BinaryWriter writer, Array values)
        {
            var vectors = (VBuffer<T>[])values;
            var lengths = Array.ConvertAll(vectors, v => v.Length);
            var common = lengths.Distinct().Count() == 1 ? lengths[0] : ((VectorDataViewType)Type).Size;
            writer.Write(vectors.Length);
            writer.Write(common);
            if (common == 0)
                Array.ForEach(lengths, writer.Write);
            foreach (var vector in vectors)
                writer.Write(vector.IsDense ? -1 : vector.GetValues().Length);
            var indices = vectors.SelectMany(v => v.GetIndices().ToArray()).ToArray();
            writer.Write(indices.Length);
            Array.ForEach(indices, writer.Write);
            items.Write(writer, vectors.SelectMany(v => v.GetValues().ToArray()).ToArray());
        }

        public override Array Read(BinaryReader reader, int count)
        {
            var entries = reader.ReadInt32();
            Checks.Decode(entries == count, $"{entries} vectors, expected {count}");
            var common = reader.ReadInt32();
            Checks.Decode(common >= 0, $"vectors of length {common}");
            var lengths = common == 0 ? ReadNumbers(reader, count) : Enumerable.Repeat(common, count).ToArray();
            var counts = ReadNumbers(reader, count);
            var indices = ReadNumbers(reader, reader.ReadInt32());
            for (var i = 0; i < count; i++)
                Checks.Decode(-1 <= counts[i] && counts[i] <= lengths[i], $"vector {i} holds {counts[i]} values of {lengths[i]}");
            var total = counts.Select((c, i) => c < 0 ? (long)lengths[i] : c).Sum();
            Checks.Decode(indices.Length == counts.Where(c => c > 0).Sum(c => (long)c) && total <= int.MaxValue, $"{indices.Length} indices of {total} values");
            var values = (T[])items.Read(reader, (int)total);
            return Split(lengths, counts, indices, values);
        }

        protected override void WriteParameters(BinaryWriter writer)
        {
            items.WriteDefinition(writer);
            var dimensions = ((VectorDataViewType)Type).Dimensions;
            writer.Write(dimensions.Length);
            foreach (var dimension in dimensions)
                writer.Write(dimension);
        }

        private static VBuffer<T>[] Split(int[] lengths, int[] counts, int[] indices, T[] values)
        {
            var vectors = new VBuffer<T>[lengths.Length];
            var (nextValue, nextIndex) = (0, 0);
            for (var i = 0; i < vectors.Length; i++)
            {
                var held = counts[i] < 0 ? lengths[i] : counts[i];
                var own = values.AsSpan(nextValue, held).ToArray();
                nextValue += held;
                if (counts[i] < 0)
                {
                    vectors[i] = new VBuffer<T>(held, own);
                    continue;
                }

                var where = indices.AsSpan(nextIndex, held).ToArray();
                nextIndex += held;
                for (var j = 0; j < held; j++)
                    Checks.Decode(where[j] > (j > 0 ? where[j - 1] : -1) && where[j] < lengths[i], $"vector {i} of length {lengths[i]} has a value at {where[j]}");
                vectors[i] = new VBuffer<T>(lengths[i], held, own, where);
            }

            return vectors;
        }
    }
}
