using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Files;

/// <summary>Reads a network out of a safetensors file, whose layout <see cref="SafetensorsFile"/> documents.</summary>
internal readonly ref struct SafetensorsReader
{
    private const int LengthSize = sizeof(ulong);

    private readonly ReadOnlySpan<byte> _elements;
    private readonly int _elementsOffset;
    private readonly string _source;
    private readonly Dictionary<string, JsonElement> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    public SafetensorsReader(ReadOnlySpan<byte> bytes, string source)
    {
        _source = source;
        if (bytes.Length < LengthSize)
        {
            throw new FileContentException(source, 0, $"the length of a safetensors header in {LengthSize} bytes", $"{bytes.Length} bytes");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > (ulong)(bytes.Length - LengthSize))
        {
            throw new FileContentException(source, 0, $"a safetensors header of at most {bytes.Length - LengthSize} bytes", $"a length of {length}");
        }

        _elementsOffset = LengthSize + (int)length;
        _elements = bytes[_elementsOffset..];
        var header = bytes[LengthSize.._elementsOffset];
        if (!Utf8.IsValid(header))
        {
            throw new FileContentException(source, LengthSize, "a safetensors header in UTF-8", "bytes that are none");
        }

        try
        {
            ReadHeader(header.ToArray());
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new FileContentException(source, LengthSize, "a safetensors header: an object of JSON with an object a tensor", problem.Message, problem);
        }
    }

    public static string TypeName(TensorKind kind) => kind == TensorKind.Single ? "F32" : "BOOL";

    public Network Read(NetworkArchitecture? architecture)
    {
        architecture ??= ReadArchitecture();
        var layers = new LayerWeights[architecture.WeightLayers.Count];
        for (var layer = 0; layer < layers.Length; layer++)
        {
            layers[layer] = ReadLayer(architecture.WeightLayers[layer]);
        }

        // Behind the layers: only their tensors show that the file is large enough for as many channels as the architecture's text promises.
        var normalization = ReadNormalization(architecture.Input.Channels);
        var facts = _metadata.Where(entry => entry.Key.StartsWith(SafetensorsFile.FactPrefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[SafetensorsFile.FactPrefix.Length..], entry => entry.Value, StringComparer.Ordinal);
        return new Network(architecture, normalization, layers, facts);
    }

    private void ReadHeader(byte[] header)
    {
        using var document = JsonDocument.Parse(header);
        foreach (var entry in document.RootElement.EnumerateObject())
        {
            if (entry.Name != SafetensorsFile.MetadataKey)
            {
                _tensors[entry.Name] = entry.Value.Clone();
                continue;
            }

            foreach (var fact in entry.Value.EnumerateObject())
            {
                _metadata[fact.Name] = fact.Value.GetString() ?? "";
            }
        }
    }

    private NetworkArchitecture ReadArchitecture()
    {
        if (!_metadata.TryGetValue(SafetensorsFile.ArchitectureKey, out var text))
        {
            throw new FileContentException(_source, LengthSize, $"'{SafetensorsFile.ArchitectureKey}' among the metadata", "none; name the architecture when reading");
        }

        try
        {
            return NetworkArchitecture.Parse(text);
        }
        catch (FormatException problem)
        {
            throw new FileContentException(_source, LengthSize, "an architecture among the metadata", problem.Message, problem);
        }
    }

    private InputNormalization ReadNormalization(int channels)
    {
        if (!_tensors.ContainsKey(NetworkTensors.Mean))
        {
            return InputNormalization.Identity(channels);
        }

        try
        {
            return new InputNormalization(Singles(NetworkTensors.Mean, [channels]), Singles(NetworkTensors.Scale, [channels]));
        }
        catch (ArgumentException problem)
        {
            throw new FileContentException(_source, _elementsOffset, "a standardisation", problem.Message, problem);
        }
    }

    private LayerWeights ReadLayer(WeightShape shape)
    {
        var sizes = NetworkTensors.Sizes(shape);
        var weights = Singles(NetworkTensors.Weight(shape), sizes);
        var bias = Singles(NetworkTensors.Bias(shape), [shape.Rows]);
        if (!_tensors.ContainsKey(NetworkTensors.Mask(shape)))
        {
            return LayerWeights.Dense(shape, weights, bias);
        }

        var offset = Find(NetworkTensors.Mask(shape), sizes, TensorKind.Boolean, out var bits);
        List<int> kept = [];
        for (var index = 0; index < bits.Length; index++)
        {
            if (bits[index] != 0)
            {
                kept.Add(index);
            }
            else if (weights[index] != 0)
            {
                throw new FileContentException(
                    _source,
                    offset + index,
                    $"a mask that keeps every weight of {shape.Name} that is not 0",
                    string.Create(CultureInfo.InvariantCulture, $"weight {index} is {weights[index]} and not kept"));
            }
        }

        return LayerWeights.Dense(shape, weights, bias).Prune(Mask.FromIndices(shape.Rows, shape.Columns, [.. kept]));
    }

    private float[] Singles(string name, int[] shape)
    {
        Find(name, shape, TensorKind.Single, out var bytes);
        var values = new float[bytes.Length / sizeof(float)];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(index * sizeof(float))..]);
        }

        return values;
    }

    /// <summary>A tensor's elements and where they begin in the file.</summary>
    private long Find(string name, int[] shape, TensorKind kind, out ReadOnlySpan<byte> bytes)
    {
        var expected = $"the tensor {name} of type {TypeName(kind)} and shape [{string.Join(", ", shape)}]";
        if (!_tensors.TryGetValue(name, out var entry))
        {
            throw new FileContentException(_source, LengthSize, expected, $"the tensors {string.Join(", ", _tensors.Keys)}");
        }

        long[] offsets;
        try
        {
            offsets = Numbers(entry.GetProperty("data_offsets"));
            var sizes = Numbers(entry.GetProperty("shape"));
            if (entry.GetProperty("dtype").GetString() != TypeName(kind) || !sizes.SequenceEqual(shape.Select(size => (long)size)))
            {
                throw new FileContentException(_source, LengthSize, expected, $"type {entry.GetProperty("dtype")} and shape [{string.Join(", ", sizes)}]");
            }
        }
        catch (Exception problem) when (problem is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new FileContentException(_source, LengthSize, expected, $"{entry.GetRawText()}: {problem.Message}", problem);
        }

        var length = shape.Aggregate(kind == TensorKind.Single ? (long)sizeof(float) : 1, (product, size) => product * size);
        if (offsets is not [var begin, var end] || begin < 0 || begin > _elements.Length - length || end != begin + length)
        {
            throw new FileContentException(
                _source, _elementsOffset, $"{length} bytes of {name} among {_elements.Length}", $"the offsets [{string.Join(", ", offsets)}]");
        }

        bytes = _elements[(int)begin..(int)end];
        return _elementsOffset + begin;
    }

    private static long[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt64())];
}
