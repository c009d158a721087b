using Ntt.Networks;

namespace Ntt.Data;

/// <summary>Images of one shape with the class of each, as they come from a file: one byte a pixel and channel.</summary>
public sealed class LabeledImages
{
    private readonly byte[] _pixels;

    /// <summary>Takes over the arrays (they are not copied).</summary>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="pixels">One image after the other, each planar: channel, row, column.</param>
    /// <param name="labels">The class of every image, 0 to the number of class names - 1.</param>
    /// <param name="classNames">The names of the classes, at least one.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The shape is empty or larger than an array, the lengths disagree or there are no classes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is outside the classes.</exception>
    public LabeledImages(TensorShape shape, byte[] pixels, int[] labels, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classNames);
        if (shape.IsEmpty)
            throw new ArgumentException($"The shape is {shape.Channels} x {shape.Height} x {shape.Width}; every extent must be at least 1.", nameof(shape));
        if (shape.ExactSize > Array.MaxLength)
            throw new ArgumentException($"The shape is {shape.Channels} x {shape.Height} x {shape.Width}; an image has at most {Array.MaxLength} values.", nameof(shape));
        if (classNames.Count == 0)
            throw new ArgumentException("There are no class names; at least one is needed.", nameof(classNames));
        if (pixels.LongLength != (long)labels.Length * shape.Size)
        {
            throw new ArgumentException(
                $"{pixels.Length} pixels given; {labels.Length} labels and {shape.Size} values an image need {(long)labels.Length * shape.Size}.", nameof(pixels));
        }
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classNames.Count)
                throw new ArgumentOutOfRangeException(nameof(labels), labels[i], $"The label of image {i} must be 0 to {classNames.Count - 1}.");
        }
        Shape = shape;
        _pixels = pixels;
        Labels = labels;
        ClassNames = classNames;
    }

    /// <summary>The shape of every image.</summary>
    public TensorShape Shape { get; }

    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>The class of every image, an index into <see cref="ClassNames"/>.</summary>
    public int[] Labels { get; }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The pixels of all images, one image after the other, each planar: channel, row, column.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>The pixels of one image, planar: channel, row, column.</summary>
    /// <param name="index">The image, 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<byte> Image(int index)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The images are 0 to {Count - 1}.");
        return _pixels.AsSpan(index * Shape.Size, Shape.Size);
    }

    /// <summary>The images as samples: every pixel divided by 255 in single precision, 0 to 1.</summary>
    public SampleMatrix ToSamples()
    {
        var scaled = new float[256];
        for (int pixel = 0; pixel < scaled.Length; pixel++)
            scaled[pixel] = pixel / 255f;
        var values = new float[_pixels.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = scaled[_pixels[i]];
        return new SampleMatrix(values, Count, Shape.Size);
    }

    /// <summary>Copies some of the images, in the order given; an index may come more than once.</summary>
    /// <param name="indices">Images, each 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index names no image.</exception>
    public LabeledImages Subset(ReadOnlySpan<int> indices)
    {
        var pixels = new byte[checked(indices.Length * Shape.Size)];
        var labels = new int[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            Image(indices[i]).CopyTo(pixels.AsSpan(i * Shape.Size));
            labels[i] = Labels[indices[i]];
        }
        return new LabeledImages(Shape, pixels, labels, ClassNames);
    }

    /// <summary>Copies the first images.</summary>
    /// <param name="count">How many, 0 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many.</exception>
    public LabeledImages Take(int count)
    {
        if ((uint)count > (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"There are {Count} images; 0 to {Count} can be taken.");
        return new LabeledImages(Shape, _pixels[..(count * Shape.Size)], Labels[..count], ClassNames);
    }
}
