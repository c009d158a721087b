using Ntt.Networks;

namespace Ntt.Transforms;

/// <summary>Puts the interleaved pixels of a row into the planar order that networks work on.</summary>
internal sealed class PixelOrder
{
    private const string MetadataKey = "pixelLayout";
    private const string InterleavedText = "interleaved";

    private readonly int _channels;
    private readonly int _pixels;
    private readonly float[] _row;

    private PixelOrder(TensorShape shape)
    {
        (_channels, _pixels) = (shape.Channels, shape.Height * shape.Width);
        _row = new float[shape.Size];
    }

    /// <summary>The order for rows of a layout; null when they are planar already.</summary>
    public static PixelOrder? Of(TensorShape shape, PixelLayout layout)
        => layout == PixelLayout.Interleaved && shape.Channels > 1 ? new PixelOrder(shape) : null;

    /// <summary>The order for the rows that a network is fed.</summary>
    public static PixelOrder? Of(Network network) => Of(network.Architecture.Input, LayoutOf(network));

    /// <summary>The layout that a network's metadata name.</summary>
    /// <exception cref="ArgumentException">They name none that is known.</exception>
    public static PixelLayout LayoutOf(Network network)
        => !network.Metadata.TryGetValue(MetadataKey, out var text) ? PixelLayout.Planar
            : text == InterleavedText ? PixelLayout.Interleaved
            : throw new ArgumentException($"The network's metadata '{MetadataKey}' are '{text}'; only '{InterleavedText}' is known.", nameof(network));

    /// <summary>The network with a layout in its metadata.</summary>
    public static Network WriteInto(Network network, PixelLayout layout)
    {
        if (LayoutOf(network) == layout)
        {
            return network;
        }

        var metadata = new Dictionary<string, string>(network.Metadata);
        metadata.Remove(MetadataKey);
        if (layout == PixelLayout.Interleaved)
        {
            metadata.Add(MetadataKey, InterleavedText);
        }

        return network.With(network.Layers, metadata);
    }

    /// <summary>Reorders a row in place. Not safe to use from several threads.</summary>
    public void ToPlanar(Span<float> row)
    {
        row.CopyTo(_row);
        for (var channel = 0; channel < _channels; channel++)
        {
            var plane = row.Slice(channel * _pixels, _pixels);
            for (var pixel = 0; pixel < plane.Length; pixel++)
            {
                plane[pixel] = _row[(pixel * _channels) + channel];
            }
        }
    }
}
