using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Files;

/// <summary>
/// A network as a safetensors file, the format in which PyTorch, JAX and others exchange weights. Weights are written in full, with zeros at
/// the pruned places; what is written comes back bit for bit, masks and facts included.
/// </summary>
/// <remarks>
/// <para>
/// Tensors: <c>normalization.mean</c> and <c>normalization.scale</c> [channels]; for each weighted layer (<c>conv1</c>, <c>fc1</c>, ...)
/// <c>.weight</c> ([units, inputs] or [filters, channels, kernel height, kernel width]) and <c>.bias</c>; for each pruned one <c>.mask</c>,
/// BOOL and shaped as the weights. All others are F32.
/// </para>
/// <para>Metadata: <c>format</c> is <c>pt</c>, <c>architecture</c> the text of <see cref="NetworkArchitecture"/>, and <c>fact.NAME</c> each fact.</para>
/// </remarks>
public static class SafetensorsFile
{
    internal const string MetadataKey = "__metadata__";
    internal const string ArchitectureKey = "architecture";
    internal const string FactPrefix = "fact.";
    private const int Alignment = 8;

    /// <summary>The bytes of a network. Equal networks give equal bytes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parametersOnly">Whether to write weights and biases alone, without standardisation and masks, for a module of one's own.</param>
    public static byte[] Serialize(Network network, bool parametersOnly = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        var tensors = NetworkTensors.Of(network, parametersOnly);
        var header = Header(network, tensors);
        using var stream = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in tensors)
        {
            stream.Write(tensor.Bytes);
        }

        return stream.ToArray();
    }

    /// <summary>The network of the given bytes.</summary>
    /// <param name="bytes">What <see cref="Serialize"/> gave, or another program's file with tensors of the names above.</param>
    /// <param name="source">A name for where they come from, for messages.</param>
    /// <param name="architecture">
    /// What the network computes; null for what the file says. Tensors that it has no use for are passed over. Without a standardisation in the
    /// file the input is taken as it is; a layer without a mask is dense.
    /// </param>
    /// <exception cref="FileContentException">
    /// The bytes are no safetensors file, a tensor is missing or of another type or shape, a weight is not 0 where its mask is, or the file does
    /// not say its architecture and none is given.
    /// </exception>
    public static Network Deserialize(ReadOnlySpan<byte> bytes, string source, NetworkArchitecture? architecture = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new SafetensorsReader(bytes, source).Read(architecture);
    }

    /// <summary>Writes a network to a file: beside it first, then renamed, so that nothing half-written is left behind.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="parametersOnly">As in <see cref="Serialize"/>.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Save(Network network, string path, bool parametersOnly = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Serialize(network, parametersOnly));
    }

    /// <summary>Reads a network from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="architecture">As in <see cref="Deserialize"/>.</param>
    /// <exception cref="FileContentException">As for <see cref="Deserialize"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static Network Load(string path, NetworkArchitecture? architecture = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Deserialize(File.ReadAllBytes(path), path, architecture);
    }

    /// <summary>The header, filled up with blanks so that the elements behind it are aligned.</summary>
    private static byte[] Header(Network network, List<NamedTensor> tensors)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            WriteMetadata(json, network);
            long begin = 0;
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", SafetensorsReader.TypeName(tensor.Kind));
                WriteNumbers(json, "shape", tensor.Shape.Select(size => (long)size));
                WriteNumbers(json, "data_offsets", [begin, begin += tensor.Bytes.Length]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (stream.Length % Alignment != 0)
        {
            stream.WriteByte((byte)' ');
        }

        return stream.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, Network network)
    {
        json.WriteStartObject(MetadataKey);
        json.WriteString("format", "pt");
        json.WriteString(ArchitectureKey, network.Architecture.ToString());
        foreach (var (name, value) in network.Metadata.OrderBy(fact => fact.Key, StringComparer.Ordinal))
        {
            json.WriteString(string.Create(CultureInfo.InvariantCulture, $"{FactPrefix}{name}"), value);
        }

        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
