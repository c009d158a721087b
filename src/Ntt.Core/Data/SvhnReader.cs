using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Data;

/// <summary>
/// Reads the cropped digits of SVHN (Netzer et al., 2011), train_32x32.mat and the like: MAT files of version 5 that
/// hold X, uint8 [32 x 32 x 3 x images], and y, the labels 1 to 10, of which 10 means the digit 0.
/// </summary>
public static class SvhnReader
{
    private static readonly TensorShape s_shape = new(3, 32, 32);

    /// <summary>The names of the classes: the digits, each at its own index.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = Array.AsReadOnly(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The MAT file.</param>
    /// <returns>At least one image; the label of an image is its digit, 0 to 9.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">The file's folder is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    /// <exception cref="FileContentException">The file is of version 7.3 or no MAT file, ends early, or its variables are not those of SVHN.</exception>
    public static LabeledImages Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads a stream from its first to its last byte; it stays open.</summary>
    /// <param name="stream">The bytes of the MAT file; must be able to seek.</param>
    /// <param name="name">What errors call the stream.</param>
    /// <returns>At least one image; the label of an image is its digit, 0 to 9.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="FileContentException">The bytes are of version 7.3 or no MAT file, end early, or the variables are not those of SVHN.</exception>
    public static LabeledImages Read(Stream stream, string name = "SVHN")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        if (!stream.CanSeek)
            throw new ArgumentException("The stream must be able to seek.", nameof(stream));
        byte[]? pixels = null;
        int[]? labels = null;
        var found = new List<string>();
        using var file = new MatFileReader(stream, name);
        while (file.NextVariable() is { } variable)
        {
            found.Add($"\"{variable.Name}\"");
            if (variable.Name == "X")
                pixels = ReadImages(variable);
            else if (variable.Name == "y")
                labels = ReadLabels(variable);
        }
        if (pixels is null || labels is null)
            throw new FileContentException(name, stream.Length, "the variables \"X\" and \"y\"", found.Count == 0 ? "no variables" : $"only {string.Join(", ", found)}");
        int count = pixels.Length / s_shape.Size;
        if (labels.Length != count)
            throw new FileContentException(name, stream.Length, $"{count} labels in \"y\", one for each image of \"X\"", $"{labels.Length} labels");
        return new LabeledImages(s_shape, pixels, labels, ClassNames);
    }

    private static byte[] ReadImages(MatVariable variable)
    {
        // MATLAB writes no trailing extents of 1, so a single image has three dimensions.
        long[] extents = variable.Dimensions;
        bool isShape = extents.Length is 3 or 4 && extents[0] == s_shape.Height && extents[1] == s_shape.Width && extents[2] == s_shape.Channels;
        long count = extents.Length == 4 ? extents[3] : 1;
        if (!variable.IsUInt8 || !isShape || count < 1 || count * s_shape.Size > Array.MaxLength)
            throw variable.Error($"\"X\" as uint8 [32 x 32 x 3 x images], 1 to {Array.MaxLength / s_shape.Size} images", variable.Description);
        byte[] pixels = variable.ReadBytes((int)(count * s_shape.Size));
        Span<byte> columns = stackalloc byte[s_shape.Size];
        for (int image = 0; image < count; image++)
            ToRowOrder(pixels.AsSpan(image * s_shape.Size, s_shape.Size), columns);
        return pixels;
    }

    /// <summary>Turns one image from MATLAB's order, the row fastest, into channel, row, column.</summary>
    private static void ToRowOrder(Span<byte> image, Span<byte> columns)
    {
        image.CopyTo(columns);
        for (int channel = 0; channel < s_shape.Channels; channel++)
        {
            int plane = channel * s_shape.Height * s_shape.Width;
            for (int row = 0; row < s_shape.Height; row++)
            {
                for (int column = 0; column < s_shape.Width; column++)
                    image[plane + row * s_shape.Width + column] = columns[plane + column * s_shape.Height + row];
            }
        }
    }

    private static int[] ReadLabels(MatVariable variable)
    {
        long[] extents = variable.Dimensions;
        bool isVector = extents.Length == 2 && (extents[0] == 1 || extents[1] == 1);
        if (!variable.IsRealNumbers || !isVector)
            throw variable.Error("\"y\" as real numbers [images x 1]", variable.Description);
        double[] numbers = variable.ReadNumbers((int)(extents[0] * extents[1]));
        var labels = new int[numbers.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            if (!(numbers[i] is >= 1 and <= 10) || numbers[i] != Math.Truncate(numbers[i]))
                throw variable.Error($"a label of 1 to 10 for image {i}", FormattableString.Invariant($"{numbers[i]}"));
            labels[i] = (int)numbers[i] % 10;
        }
        return labels;
    }
}
