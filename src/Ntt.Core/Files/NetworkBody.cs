using System.Runtime.InteropServices;
using System.Text;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Files;

/// <summary>The body of a network's file, whose layout <see cref="NetworkFile"/> documents.</summary>
internal static class NetworkBody
{
    private const byte DenseLayer = 0;
    private const byte PrunedLayer = 1;
    private const int LeastGapLength = 1;

    public static void Write(Network network, Stream stream)
    {
        CheckCounts(network);
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(network.Architecture.ToString());
        writer.Write((ushort)network.Normalization.Mean.Count);
        WriteSingles(writer, [.. network.Normalization.Mean]);
        WriteSingles(writer, [.. network.Normalization.Scale]);
        writer.Write((ushort)network.Metadata.Count);
        foreach (var (name, value) in network.Metadata.OrderBy(fact => fact.Key, StringComparer.Ordinal))
        {
            writer.Write(name);
            writer.Write(value);
        }

        foreach (var layer in network.Layers)
        {
            WriteMask(writer, layer.Mask);
            WriteSingles(writer, layer.Values);
            WriteSingles(writer, layer.Bias);
        }
    }

    /// <summary>Reads a body whose digest was right, so that what is wrong in it was written wrong.</summary>
    public static Network Read(ReadOnlySpan<byte> body, string source, int offset)
    {
        using var stream = new MemoryStream(body.ToArray());
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            var architecture = NetworkArchitecture.Parse(reader.ReadString());
            var channels = reader.ReadUInt16();
            var normalization = new InputNormalization(ReadSingles(reader, channels), ReadSingles(reader, channels));
            var facts = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var count = reader.ReadUInt16(); count > 0; count--)
            {
                facts.Add(reader.ReadString(), reader.ReadString());
            }

            var layers = architecture.WeightLayers.Select(shape => ReadLayer(reader, shape)).ToArray();
            return stream.Position == stream.Length
                ? new Network(architecture, normalization, layers, facts)
                : throw new FormatException($"{stream.Length - stream.Position} bytes behind the last layer");
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException or IOException or OverflowException)
        {
            throw new FileContentException(source, offset + stream.Position, "the body of a network", problem.Message, problem);
        }
    }

    private static void CheckCounts(Network network)
    {
        if (network.Normalization.Mean.Count is > ushort.MaxValue and var channels)
        {
            throw new ArgumentException($"The network's input has {channels} channels; a file holds from 1 to {ushort.MaxValue}.", nameof(network));
        }

        if (network.Metadata.Count is > ushort.MaxValue and var facts)
        {
            throw new ArgumentException($"The network has {facts} facts in its metadata; a file holds from 0 to {ushort.MaxValue}.", nameof(network));
        }
    }

    private static void WriteMask(BinaryWriter writer, Mask? mask)
    {
        if (mask is null)
        {
            writer.Write(DenseLayer);
            return;
        }

        writer.Write(PrunedLayer);
        writer.Write(mask.KeptCount);
        var previous = -1;
        foreach (var index in mask.KeptIndices())
        {
            writer.Write7BitEncodedInt(index - previous - 1);
            previous = index;
        }
    }

    private static LayerWeights ReadLayer(BinaryReader reader, WeightShape shape)
    {
        switch (reader.ReadByte())
        {
            case DenseLayer:
                CheckRoom(reader, shape, sizeof(float) * ((long)shape.Count + shape.Rows));
                return LayerWeights.Dense(shape, ReadSingles(reader, shape.Count), ReadSingles(reader, shape.Rows));
            case PrunedLayer:
                var count = CheckCount(reader.ReadInt32(), shape);
                CheckRoom(reader, shape, (LeastGapLength + sizeof(float)) * (long)count + sizeof(float) * (long)shape.Rows);
                var kept = new int[count];
                var previous = -1;
                for (var position = 0; position < kept.Length; position++)
                {
                    previous = kept[position] = checked(previous + 1 + CheckGap(reader.Read7BitEncodedInt(), shape));
                }

                var mask = Mask.FromIndices(shape.Rows, shape.Columns, kept);
                return LayerWeights.Pruned(shape, mask, ReadSingles(reader, kept.Length), ReadSingles(reader, shape.Rows));
            case var kind:
                throw new FormatException($"storage kind {kind} of layer {shape.Name}");
        }
    }

    private static int CheckCount(int kept, WeightShape shape) => kept >= 0 && kept <= shape.Count
        ? kept
        : throw new FormatException($"{kept} kept of the {shape.Count} weights of {shape.Name}");

    private static int CheckGap(int gap, WeightShape shape) => gap >= 0
        ? gap
        : throw new FormatException($"a gap of {gap} between the kept weights of {shape.Name}");

    /// <summary>Refuses a layer that the rest of the body cannot hold, before memory is taken for it.</summary>
    private static void CheckRoom(BinaryReader reader, WeightShape shape, long needed)
    {
        var left = reader.BaseStream.Length - reader.BaseStream.Position;
        if (needed > left)
        {
            throw new FormatException($"{left} bytes left for layer {shape.Name}, which needs {needed}");
        }
    }

    private static void WriteSingles(BinaryWriter writer, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            writer.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    private static float[] ReadSingles(BinaryReader reader, int count)
    {
        var values = new float[count];
        for (var index = 0; index < count; index++)
        {
            values[index] = reader.ReadSingle();
        }

        return values;
    }
}
