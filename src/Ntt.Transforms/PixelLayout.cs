namespace Ntt.Transforms;

/// <summary>
/// In which order a column of features holds the pixels of an image with several channels; the two that ML.NET's <c>ExtractPixels</c> writes.
/// A network works on planar pixels whatever the column holds, and carries the column's layout in its metadata, so that a trainer behind a
/// pruning step and a saved model read the column alike.
/// </summary>
public enum PixelLayout
{
    /// <summary>[channels, height, width]: all pixels of the first channel, then all of the next. What <c>ExtractPixels</c> writes by default.</summary>
    Planar,

    /// <summary>[height, width, channels]: the channels of the first pixel, then those of the next; <c>interleavePixelColors: true</c>.</summary>
    Interleaved,
}
