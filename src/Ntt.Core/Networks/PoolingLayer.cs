using System.Globalization;
using Ntt.Diagnostics;

namespace Ntt.Networks;

/// <summary>A layer that shrinks every channel by summing up square windows of it. Windows that do not fit are dropped.</summary>
public abstract record PoolingLayer : Layer
{
    /// <summary>A pooling layer.</summary>
    /// <param name="size">Rows and columns of a window, at least 1.</param>
    /// <param name="stride">Step between two windows, at least 1; null for the size.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    private protected PoolingLayer(int size, int? stride)
    {
        Size = Check.AtLeast(size, 1);
        Stride = Check.AtLeast(stride ?? size, 1, nameof(stride));
    }

    /// <summary>Rows and columns of a window.</summary>
    public int Size { get; }

    /// <summary>Step between two windows.</summary>
    public int Stride { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Keyword} {Size}{(Stride == Size ? "" : $" stride {Stride}")}");

    internal override TensorShape OutputShape(TensorShape input) => input.Height >= Size && input.Width >= Size
        ? new TensorShape(input.Channels, ((input.Height - Size) / Stride) + 1, ((input.Width - Size) / Stride) + 1)
        : throw new ArgumentException($"a window of {Size}x{Size} is larger than its input of {input.Height}x{input.Width}");
}
