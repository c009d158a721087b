using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Data;

/// <summary>
/// Reads the binary versions of CIFAR-10 and CIFAR-100 (Krizhevsky, 2009): records of a label (CIFAR-100: a coarse and
/// a fine one) and 3,072 bytes of a 32 x 32 image in red, green and blue planes.
/// </summary>
public static class CifarReader
{
    private const int CoarseClassCount = 20;

    private static readonly TensorShape s_shape = new(3, 32, 32);

    /// <summary>The names of CIFAR-10's classes, in the order of its labels.</summary>
    public static IReadOnlyList<string> Cifar10ClassNames { get; } =
        Array.AsReadOnly(["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]);

    /// <summary>The names of CIFAR-100's fine classes, in the order of its labels.</summary>
    public static IReadOnlyList<string> Cifar100ClassNames { get; } = Array.AsReadOnly([
        "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle",
        "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can", "castle", "caterpillar", "cattle",
        "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch", "crab", "crocodile", "cup", "dinosaur",
        "dolphin", "elephant", "flatfish", "forest", "fox", "girl", "hamster", "house", "kangaroo", "keyboard",
        "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man", "maple_tree", "motorcycle", "mountain",
        "mouse", "mushroom", "oak_tree", "orange", "orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree",
        "plain", "plate", "poppy", "porcupine", "possum", "rabbit", "raccoon", "ray", "road", "rocket",
        "rose", "sea", "seal", "shark", "shrew", "skunk", "skyscraper", "snail", "snake", "spider",
        "squirrel", "streetcar", "sunflower", "sweet_pepper", "table", "tank", "telephone", "television", "tiger", "tractor",
        "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow_tree", "wolf", "woman", "worm"]);

    /// <summary>Reads CIFAR-10 files, such as data_batch_1.bin to data_batch_5.bin, one after the other.</summary>
    /// <param name="paths">The files, at least one.</param>
    /// <returns>The images of all files in order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="paths"/> is null.</exception>
    /// <exception cref="ArgumentException">There are no paths.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">A file's folder is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read, or is a folder.</exception>
    /// <exception cref="FileContentException">A file has a wrong length or a label above 9.</exception>
    public static LabeledImages ReadCifar10(params IReadOnlyList<string> paths) => ReadFiles(paths, hasCoarseLabel: false);

    /// <summary>Reads CIFAR-100 files, train.bin or test.bin, one after the other; the labels are the fine ones.</summary>
    /// <param name="paths">The files, at least one.</param>
    /// <returns>The images of all files in order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="paths"/> is null.</exception>
    /// <exception cref="ArgumentException">There are no paths.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">A file's folder is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read, or is a folder.</exception>
    /// <exception cref="FileContentException">A file has a wrong length, a coarse label above 19 or a fine label above 99.</exception>
    public static LabeledImages ReadCifar100(params IReadOnlyList<string> paths) => ReadFiles(paths, hasCoarseLabel: true);

    private static LabeledImages ReadFiles(IReadOnlyList<string> paths, bool hasCoarseLabel)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0)
            throw new ArgumentException("There are no paths; at least one is needed.", nameof(paths));
        int recordLength = s_shape.Size + (hasCoarseLabel ? 2 : 1);
        var counts = new int[paths.Count];
        for (int i = 0; i < counts.Length; i++)
            counts[i] = CountRecords(paths[i], recordLength);

        long total = counts.Sum(count => (long)count);
        if (total * s_shape.Size > Array.MaxLength)
            throw new ArgumentException($"The files hold {total} images; at most {Array.MaxLength / s_shape.Size} can be read.", nameof(paths));
        var pixels = new byte[total * s_shape.Size];
        var labels = new int[total];
        int first = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            using var stream = new FileStream(paths[i], FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20);
            var reader = new DataFileReader(stream, paths[i]);
            for (int image = first; image < first + counts[i]; image++)
            {
                if (hasCoarseLabel)
                    ReadLabel(reader, CoarseClassCount, "coarse label");
                labels[image] = ReadLabel(reader, hasCoarseLabel ? Cifar100ClassNames.Count : Cifar10ClassNames.Count, hasCoarseLabel ? "fine label" : "label");
                reader.ReadExactly(pixels.AsSpan(image * s_shape.Size, s_shape.Size), "an image");
            }
            first += counts[i];
        }
        return new LabeledImages(s_shape, pixels, labels, hasCoarseLabel ? Cifar100ClassNames : Cifar10ClassNames);
    }

    private static int CountRecords(string path, int recordLength)
    {
        ArgumentNullException.ThrowIfNull(path, "paths");
        using FileStream stream = File.OpenRead(path);
        (long records, long rest) = Math.DivRem(stream.Length, recordLength);
        if (stream.Length == 0)
            throw new FileContentException(path, 0, $"records of {recordLength} bytes", "an empty file");
        if (rest != 0)
        {
            throw new FileContentException(path, records * recordLength, $"whole records of {recordLength} bytes",
                $"{rest} bytes after {records} records (the file has {stream.Length} bytes)");
        }
        return records <= int.MaxValue ? (int)records : throw new FileContentException(path, 0, $"at most {int.MaxValue} records", $"{records} records");
    }

    private static int ReadLabel(DataFileReader reader, int classCount, string what)
    {
        long offset = reader.Offset;
        Span<byte> label = stackalloc byte[1];
        reader.ReadExactly(label, $"a {what}");
        return label[0] < classCount
            ? label[0]
            : throw new FileContentException(reader.Source, offset, $"a {what} of 0 to {classCount - 1}", $"{label[0]}");
    }
}
