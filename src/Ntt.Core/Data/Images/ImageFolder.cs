using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Data;

/// <summary>
/// Reads labelled images from a folder that holds a folder a class: PNG (8 bits a sample or fewer, not interlaced, without transparent pixels)
/// and binary PGM files of one size.
/// </summary>
public static class ImageFolder
{
    private static readonly string[] s_unread = [".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ppm"];

    /// <summary>Reads all images.</summary>
    /// <param name="path">
    /// The folder. The images of a class are the .png and .pgm files in its folder and in those below; hidden ones and files that are no images are
    /// passed over.
    /// </param>
    /// <param name="channels">
    /// 1 for grey images, of which none may be in colour; 3 for colour, in which a grey image has three equal channels; null for 1 if all images
    /// are grey and 3 otherwise. A PNG file with a palette is in colour.
    /// </param>
    /// <param name="classNames">
    /// The classes in order, such as those of a training set, each folder being one of them; null for the folders' names in ordinal order.
    /// </param>
    /// <returns>The images in the order of their classes and, in a class, of their paths.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is neither 1 nor 3.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileContentException">
    /// There is no image, an image lies in no class or is of another size than the first, or a file cannot be read; the message names it.
    /// </exception>
    public static LabeledImages Read(string path, int? channels = null, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (channels is not (null or 1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "channels must be 1, 3 or null.");
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"There is no folder '{path}'; it should hold a folder of images for every class.");
        if (Visible(path, Directory.EnumerateFiles(path)).FirstOrDefault(IsImage) is { } stray)
            throw new FileContentException(stray, 0, $"images in a folder a class of '{path}'", "an image outside them");
        string[] folders = [.. Visible(path, Directory.EnumerateDirectories(path))];
        if (folders.Length == 0)
            throw new FileContentException(path, 0, "a folder of images for every class", "no folder");
        string[] names = classNames is null ? [.. folders.Select(folder => Path.GetFileName(folder))] : [.. classNames];
        List<(string File, int Label)> files = [];
        foreach (string folder in folders)
        {
            int label = Array.IndexOf(names, Path.GetFileName(folder));
            if (label < 0)
                throw new FileContentException(folder, 0, $"a folder of the classes {string.Join(", ", names)}", $"'{Path.GetFileName(folder)}'");
            int before = files.Count;
            files.AddRange(Visible(folder, Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Where(IsImage).Select(file => (file, label)));
            if (files.Count == before)
                throw new FileContentException(folder, 0, "at least one PNG or PGM file", "none");
        }
        return Gather([.. files.OrderBy(file => file.Label)], channels, names);
    }

    private static LabeledImages Gather((string File, int Label)[] files, int? channels, string[] names)
    {
        DecodedImage[] images = [.. files.Select(file => Decode(file.File))];
        TensorShape first = images[0].Shape;
        channels ??= images.Max(image => image.Shape.Channels);
        long total = (long)images.Length * channels.Value * first.Height * first.Width;
        if (total > Array.MaxLength)
            throw new FileContentException(files[0].File, 0, $"at most {Array.MaxLength} values in all images", $"{total}, with {images.Length} images of this size");
        var pixels = new byte[total];
        var shape = new TensorShape(channels.Value, first.Height, first.Width);
        for (int i = 0; i < images.Length; i++)
        {
            TensorShape own = images[i].Shape;
            if (own.Height != shape.Height || own.Width != shape.Width)
                throw new FileContentException(files[i].File, 0, $"{shape.Width} x {shape.Height} pixels, as {files[0].File} has", $"{own.Width} x {own.Height}; all images must be of one size");
            if (own.Channels > shape.Channels)
                throw new FileContentException(files[i].File, 0, "a grey image, for 1 channel was asked for", "one in colour");
            for (int channel = 0; channel < shape.Channels; channel += own.Channels)
                images[i].Pixels.CopyTo(pixels.AsSpan((i * shape.Size) + (channel * own.Height * own.Width)));
        }
        return new LabeledImages(shape, pixels, [.. files.Select(file => file.Label)], names);
    }

    private static DecodedImage Decode(string file)
    {
        string extension = Path.GetExtension(file).ToLowerInvariant();
        if (s_unread.Contains(extension))
            throw new FileContentException(file, 0, "a PNG or PGM file", $"one named {extension}, which is not read; convert it, or load it by ML.NET's LoadImages");
        byte[] bytes = File.ReadAllBytes(file);
        return extension == ".png" ? PngReader.Read(bytes, file) : PgmReader.Read(bytes, file);
    }

    private static bool IsImage(string file)
        => Path.GetExtension(file).ToLowerInvariant() is var extension && (extension is ".png" or ".pgm" || s_unread.Contains(extension));

    private static IEnumerable<string> Visible(string root, IEnumerable<string> paths) => paths
        .Where(path => !Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.')))
        .Order(StringComparer.Ordinal);
}
