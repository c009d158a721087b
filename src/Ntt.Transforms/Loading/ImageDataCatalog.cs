using Ntt.Data;
using Ntt.Diagnostics;
using Ntt.Transforms.Loading;

namespace Microsoft.ML;

/// <summary>Loads labelled images into views.</summary>
public static class ImageDataCatalog
{
    /// <summary>Loads images and labels from a pair of IDX files, plain or compressed with gzip.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="imagesPath">The idx3-ubyte file.</param>
    /// <param name="labelsPath">The idx1-ubyte file.</param>
    /// <param name="classNames">The names of the classes; the ten digits when left out.</param>
    /// <returns>See <see cref="LoadFromImages"/>. The files are read once, here.</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">A file's folder is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read, or is a folder.</exception>
    /// <exception cref="FileContentException">A file is not what its format asks for, or the two do not belong together.</exception>
    public static IDataView LoadFromIdx(this DataOperationsCatalog catalog, string imagesPath, string labelsPath, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new LabeledImagesView(IdxReader.Read(imagesPath, labelsPath, classNames));
    }

    /// <summary>Loads images from a folder that holds a folder a class; needs no other package.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="path">The folder; see <see cref="ImageFolder.Read"/> for which files are read. The images must be of one size.</param>
    /// <param name="channels">1 for grey images, 3 for colour, null for 1 if all images are grey and 3 otherwise.</param>
    /// <param name="classNames">The classes in order, such as those of a training set; null for the folders' names in ordinal order.</param>
    /// <returns>See <see cref="LoadFromImages"/>. The files are read once, here.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is neither 1 nor 3.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileContentException">There is no image, or a file cannot be read or does not belong to the others.</exception>
    public static IDataView LoadFromImageFolder(this DataOperationsCatalog catalog, string path, int? channels = null, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new LabeledImagesView(ImageFolder.Read(path, channels, classNames));
    }

    /// <summary>Shows labelled images as a view.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="images">The images; the view reads them where they are.</param>
    /// <returns>
    /// A view with <c>Features</c> (Vector of Single, channels · height · width long: each pixel / 255, planar) and <c>Label</c> (key with the
    /// names of the classes), rows in the order of the images. It can be read by several cursors at once and keeps the pixels as bytes.
    /// </returns>
    public static IDataView LoadFromImages(this DataOperationsCatalog catalog, LabeledImages images)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(images);
        return new LabeledImagesView(images);
    }
}
