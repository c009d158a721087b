using System.Text;
using Ntt.Networks;

namespace Ntt.Files;

/// <summary>
/// The file that <c>Module.load</c> of TorchSharp reads into a module whose layers have a network's names (<c>conv1</c>, <c>fc1</c>, ...),
/// written without TorchSharp. Weights are written in full, with zeros at the pruned places.
/// </summary>
/// <remarks>
/// <para>
/// Layout: the number of tensors; then each tensor's name (UTF-8 behind its length in bytes), its element type (6 for Single, 11 for Boolean),
/// its number of dimensions, their sizes, and the elements row by row, little-endian. All numbers but the elements have 7 bits a byte, low ones first.
/// </para>
/// <para>
/// Tensors: <c>normalization.mean</c> and <c>normalization.scale</c> [channels]; for each weighted layer <c>.weight</c> ([units, inputs] or
/// [filters, channels, kernel height, kernel width]) and <c>.bias</c>; for each pruned one <c>.mask</c>, Boolean and shaped as the weights.
/// </para>
/// </remarks>
public static class TorchSharpFile
{
    private const int SingleType = 6;
    private const int BooleanType = 11;

    /// <summary>The bytes of a network. Equal networks give equal bytes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parametersOnly">
    /// Whether to write weights and biases alone, for a module of one's own without standardisation and masks: a strict load wants the file
    /// to hold what the module holds and no more.
    /// </param>
    public static byte[] Serialize(Network network, bool parametersOnly = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        var tensors = NetworkTensors.Of(network, parametersOnly);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write7BitEncodedInt(tensors.Count);
        foreach (var tensor in tensors)
        {
            writer.Write(tensor.Name);
            writer.Write7BitEncodedInt(tensor.Kind == TensorKind.Single ? SingleType : BooleanType);
            writer.Write7BitEncodedInt(tensor.Shape.Count);
            foreach (var size in tensor.Shape)
            {
                writer.Write7BitEncodedInt(size);
            }

            writer.Write(tensor.Bytes);
        }

        return stream.ToArray();
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
}
