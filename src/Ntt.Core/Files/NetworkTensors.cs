using System.Runtime.InteropServices;
using Ntt.Networks;

namespace Ntt.Files;

/// <summary>One tensor of a network under the name that torch modules give it.</summary>
/// <param name="Name">The layer's name and the tensor's, such as <c>fc1.weight</c>.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Kind">What its elements are.</param>
/// <param name="Bytes">The elements, row by row, little-endian.</param>
internal sealed record NamedTensor(string Name, IReadOnlyList<int> Shape, TensorKind Kind, byte[] Bytes);

/// <summary>What a tensor's elements are.</summary>
internal enum TensorKind
{
    /// <summary>32 bits, IEEE 754.</summary>
    Single,

    /// <summary>A byte, 0 or 1.</summary>
    Boolean,
}

/// <summary>A network as the tensors of a torch module: numbers in full, zeros where the masks are zero.</summary>
internal static class NetworkTensors
{
    public const string Mean = "normalization.mean";
    public const string Scale = "normalization.scale";

    public static string Weight(WeightShape shape) => $"{shape.Name}.weight";

    public static string Bias(WeightShape shape) => $"{shape.Name}.bias";

    public static string Mask(WeightShape shape) => $"{shape.Name}.mask";

    /// <summary>[units, inputs] of a dense layer, [filters, channels, kernel height, kernel width] of a convolution.</summary>
    public static int[] Sizes(WeightShape shape) => shape.KernelHeight == 0
        ? [shape.Rows, shape.Columns]
        : [shape.Rows, shape.Columns / (shape.KernelHeight * shape.KernelWidth), shape.KernelHeight, shape.KernelWidth];

    /// <summary>The tensors, those of four-byte elements first.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parametersOnly">Whether to leave out what is never trained: the standardisation and the masks.</param>
    public static List<NamedTensor> Of(Network network, bool parametersOnly)
    {
        List<NamedTensor> tensors = [];
        if (!parametersOnly)
        {
            tensors.Add(Singles(Mean, [network.Normalization.Mean.Count], [.. network.Normalization.Mean]));
            tensors.Add(Singles(Scale, [network.Normalization.Scale.Count], [.. network.Normalization.Scale]));
        }

        foreach (var layer in network.Layers)
        {
            tensors.Add(Singles(Weight(layer.Shape), Sizes(layer.Shape), layer.ToDense()));
            tensors.Add(Singles(Bias(layer.Shape), [layer.Shape.Rows], layer.Bias));
        }

        if (!parametersOnly)
        {
            tensors.AddRange(network.Layers.Where(layer => layer.Mask is not null).Select(layer => Booleans(Mask(layer.Shape), Sizes(layer.Shape), layer.Mask!)));
        }

        return tensors;
    }

    private static NamedTensor Singles(string name, int[] shape, float[] values)
    {
        var bytes = new byte[checked(values.Length * sizeof(float))];
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(bytes);
        }
        else
        {
            for (var index = 0; index < values.Length; index++)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), values[index]);
            }
        }

        return new NamedTensor(name, shape, TensorKind.Single, bytes);
    }

    private static NamedTensor Booleans(string name, int[] shape, Mask mask)
    {
        var bytes = new byte[mask.Count];
        foreach (var index in mask.KeptIndices())
        {
            bytes[index] = 1;
        }

        return new NamedTensor(name, shape, TensorKind.Boolean, bytes);
    }
}
