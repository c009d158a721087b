using System.Globalization;

namespace Ntt.Networks;

/// <summary>The shape of one sample: channels × height × width. A flat vector of n features is 1 × 1 × n.</summary>
/// <param name="Channels">Number of channels, at least 1.</param>
/// <param name="Height">Number of rows of a channel, at least 1.</param>
/// <param name="Width">Number of columns of a channel, at least 1.</param>
public readonly record struct TensorShape(int Channels, int Height, int Width)
{
    /// <summary>Number of values in one sample: channels · height · width.</summary>
    public int Size => Channels * Height * Width;

    /// <summary>Whether an extent is less than 1, so that there are no values.</summary>
    internal bool IsEmpty => Channels < 1 || Height < 1 || Width < 1;

    /// <summary>As <see cref="Size"/>, of shapes too that are larger than an array.</summary>
    internal Int128 ExactSize => (Int128)Channels * Height * Width;

    /// <summary>Positions in one channel: height · width.</summary>
    public int Positions => Height * Width;

    /// <summary>Whether the shape is a flat vector.</summary>
    public bool IsFlat => Channels == 1 && Height == 1;

    /// <summary>The shape of a flat vector of <paramref name="size"/> values.</summary>
    public static TensorShape Flat(int size) => new(1, 1, size);

    /// <summary>The shape as an architecture's text writes it: height x width x channels, or the size of a flat vector.</summary>
    public override string ToString() => IsFlat
        ? Width.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Height}x{Width}x{Channels}");
}
