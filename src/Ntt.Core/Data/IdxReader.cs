using System.Buffers.Binary;
using System.IO.Compression;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Data;

/// <summary>
/// Reads the IDX files of MNIST and the sets that follow it: images (idx3-ubyte) and their labels (idx1-ubyte), plain
/// or compressed with gzip, which is told by the content, not by the name.
/// </summary>
public static class IdxReader
{
    private const uint ImageMagic = 0x00000803;
    private const uint LabelMagic = 0x00000801;

    private static readonly string[] s_digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>Reads a pair of files.</summary>
    /// <param name="imagesPath">The idx3-ubyte file.</param>
    /// <param name="labelsPath">The idx1-ubyte file.</param>
    /// <param name="classNames">The names of the classes; the ten digits when left out.</param>
    /// <returns>At least one image of one channel, in the files' order.</returns>
    /// <exception cref="ArgumentNullException">A path is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="classNames"/> is empty.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">A file's folder is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read, or is a folder.</exception>
    /// <exception cref="FileContentException">A file is not what its format asks for, or the two do not belong together.</exception>
    public static LabeledImages Read(string imagesPath, string labelsPath, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(imagesPath);
        ArgumentNullException.ThrowIfNull(labelsPath);
        using FileStream images = File.OpenRead(imagesPath);
        using FileStream labels = File.OpenRead(labelsPath);
        return Read(images, labels, classNames, imagesPath, labelsPath);
    }

    /// <summary>Reads a pair of streams, each from its present position to its end; they stay open.</summary>
    /// <param name="images">The idx3-ubyte bytes, plain or gzip.</param>
    /// <param name="labels">The idx1-ubyte bytes, plain or gzip.</param>
    /// <param name="classNames">The names of the classes; the ten digits when left out.</param>
    /// <param name="imagesName">What errors call the images.</param>
    /// <param name="labelsName">What errors call the labels.</param>
    /// <returns>At least one image of one channel, in the streams' order.</returns>
    /// <exception cref="ArgumentNullException">A stream or a name is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="classNames"/> is empty.</exception>
    /// <exception cref="FileContentException">A stream is not what its format asks for, or the two do not belong together.</exception>
    public static LabeledImages Read(
        Stream images, Stream labels, IReadOnlyList<string>? classNames = null, string imagesName = "images", string labelsName = "labels")
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(imagesName);
        ArgumentNullException.ThrowIfNull(labelsName);
        classNames ??= s_digits;
        if (classNames.Count == 0)
            throw new ArgumentException("There are no class names; at least one is needed.", nameof(classNames));
        (TensorShape shape, byte[] pixels) = Decompress(images, imagesName, ReadImages);
        int[] classes = Decompress(labels, labelsName, reader => ReadLabels(reader, pixels.Length / shape.Size, imagesName, classNames.Count));
        return new LabeledImages(shape, pixels, classes, classNames);
    }

    private static TResult Decompress<TResult>(Stream stream, string source, Func<DataFileReader, TResult> read)
    {
        MemoryStream? copy = null;
        if (!stream.CanSeek)
        {
            copy = new MemoryStream();
            stream.CopyTo(copy);
            copy.Position = 0;
            stream = copy;
        }
        using (copy)
        {
            Span<byte> start = stackalloc byte[2];
            long position = stream.Position;
            bool isGzip = stream.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start[0] == 0x1F && start[1] == 0x8B;
            stream.Position = position;
            if (!isGzip)
                return read(new DataFileReader(stream, source));
            using var gzip = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            return read(new DataFileReader(gzip, source));
        }
    }

    private static (TensorShape Shape, byte[] Pixels) ReadImages(DataFileReader reader)
    {
        ReadMagic(reader, ImageMagic, "images");
        int count = ReadCount(reader, "the number of images");
        int height = ReadCount(reader, "the height of the images");
        int width = ReadCount(reader, "the width of the images");
        long size = (long)height * width;
        if (size > Array.MaxLength || size * count > Array.MaxLength)
            throw reader.Error($"at most {Array.MaxLength} pixels", $"{count} images of {height} x {width}");
        byte[] pixels = reader.ReadBytes((int)size * count, $"{count} images of {height} x {width}");
        reader.ExpectEnd($"{count} images of {height} x {width}");
        return (new TensorShape(1, height, width), pixels);
    }

    private static int[] ReadLabels(DataFileReader reader, int imageCount, string imagesName, int classCount)
    {
        ReadMagic(reader, LabelMagic, "labels");
        long countOffset = reader.Offset;
        int count = ReadCount(reader, "the number of labels");
        if (count != imageCount)
            throw new FileContentException(reader.Source, countOffset, $"{imageCount} labels, one for each image of {imagesName}", $"{count} labels");
        long start = reader.Offset;
        byte[] bytes = reader.ReadBytes(count, $"{count} labels");
        reader.ExpectEnd($"{count} labels");
        var labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            if (bytes[i] >= classCount)
                throw new FileContentException(reader.Source, start + i, $"a label of 0 to {classCount - 1} for image {i}", $"{bytes[i]}");
            labels[i] = bytes[i];
        }
        return labels;
    }

    private static void ReadMagic(DataFileReader reader, uint expected, string content)
    {
        Span<byte> bytes = stackalloc byte[4];
        reader.ReadExactly(bytes, "the magic number");
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (magic != expected)
        {
            string found = magic switch
            {
                ImageMagic => $"0x{magic:X8}, which is of images",
                LabelMagic => $"0x{magic:X8}, which is of labels",
                _ => $"0x{magic:X8}",
            };
            throw new FileContentException(reader.Source, 0, $"the magic number 0x{expected:X8} of {content}", found);
        }
    }

    private static int ReadCount(DataFileReader reader, string what)
    {
        Span<byte> bytes = stackalloc byte[4];
        long offset = reader.Offset;
        reader.ReadExactly(bytes, what);
        uint value = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (value is 0 or > int.MaxValue)
            throw new FileContentException(reader.Source, offset, $"{what}, 1 to {int.MaxValue}", $"{value}");
        return (int)value;
    }
}
