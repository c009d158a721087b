using System.Diagnostics.CodeAnalysis;
using Ntt.Diagnostics;

namespace Ntt.Data;

/// <summary>A data set with its customary division.</summary>
/// <param name="Name">The name it was asked for by.</param>
/// <param name="Train">The images to train on.</param>
/// <param name="Test">The images to test on.</param>
/// <param name="Folder">The folder its files were found in; null for one that is generated.</param>
public sealed record DataSet(string Name, LabeledImages Train, LabeledImages Test, string? Folder);

/// <summary>The data sets that are known by name.</summary>
/// <remarks>
/// "mnist", "fashion-mnist", "cifar10", "cifar100" and "svhn" are read from their official files in a folder of that
/// name inside a data folder (see <see cref="DataFolders"/>); "digits" is generated (<see cref="GeneratedDigits"/>) and
/// needs no files.
/// </remarks>
public static class DataSets
{
    /// <summary>The name of the generated set.</summary>
    public const string Digits = "digits";

    /// <summary>Number of training images of the generated set.</summary>
    public const int DigitsTrainCount = 10_000;

    /// <summary>Number of test images of the generated set.</summary>
    public const int DigitsTestCount = 2_000;

    private const int DigitsTrainSeed = 1;
    private const int DigitsTestSeed = 2;

    private static readonly string[] s_mnistFiles =
        ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];

    private static readonly string[] s_fashionClasses =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    private static readonly FileSet[] s_fileSets =
    [
        new("mnist", s_mnistFiles, files => (IdxReader.Read(files[0], files[1]), IdxReader.Read(files[2], files[3]))),
        new("fashion-mnist", s_mnistFiles, files => (IdxReader.Read(files[0], files[1], s_fashionClasses), IdxReader.Read(files[2], files[3], s_fashionClasses))),
        new("cifar10",
            ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"],
            files => (CifarReader.ReadCifar10(files[..5]), CifarReader.ReadCifar10(files[5]))),
        new("cifar100", ["train.bin", "test.bin"], files => (CifarReader.ReadCifar100(files[0]), CifarReader.ReadCifar100(files[1]))),
        new("svhn", ["train_32x32.mat", "test_32x32.mat"], files => (SvhnReader.Read(files[0]), SvhnReader.Read(files[1]))),
    ];

    /// <summary>The names that <see cref="Load(string, string?)"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.AsReadOnly<string>([.. s_fileSets.Select(set => set.Name), Digits]);

    /// <summary>Loads a data set.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="dataFolder">A data folder to try before the others; the files lie in a folder of the set's name inside it.</param>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    /// <exception cref="FileNotFoundException">No data folder has all files of the set; the message lists the folders tried and the files.</exception>
    /// <exception cref="FileContentException">A file is not what its format asks for.</exception>
    public static DataSet Load(string name, string? dataFolder = null) => Load(name, DataFolders.Candidates(dataFolder));

    /// <summary>Loads a data set if its files are there.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="dataFolder">A data folder to try before the others.</param>
    /// <param name="dataSet">The set, or null when no data folder has all of its files.</param>
    /// <returns>Whether the files are there.</returns>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    /// <exception cref="FileContentException">A file is not what its format asks for.</exception>
    public static bool TryLoad(string name, string? dataFolder, [NotNullWhen(true)] out DataSet? dataSet)
    {
        dataSet = LoadOrNull(name, DataFolders.Candidates(dataFolder));
        return dataSet is not null;
    }

    /// <summary>Looks for the files of a data set without reading them.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="dataFolder">A data folder to try before the others.</param>
    /// <returns>The folder that has them all; null when none has, and for the generated set.</returns>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public static string? Locate(string name, string? dataFolder = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == Digits)
            return null;
        FileSet set = FindOrThrow(name);
        return DataFolders.FindFiles(set.Name, set.Files, DataFolders.Candidates(dataFolder)) is { } files ? Path.GetDirectoryName(files[0]) : null;
    }

    internal static DataSet Load(string name, IReadOnlyList<string> candidates)
    {
        if (LoadOrNull(name, candidates) is { } found)
            return found;
        IReadOnlyList<string> files = FindOrThrow(name).Files;
        throw new FileNotFoundException(
            $"The data set \"{name}\" was not found. Folders tried: {string.Join(", ", candidates.Select(folder => Path.Combine(folder, name)))}. " +
            $"Files expected in one of them: {string.Join(", ", files)}. " +
            $"A data folder can be given, or named by the environment variable {DataFolders.EnvironmentVariable}.");
    }

    private static DataSet? LoadOrNull(string name, IReadOnlyList<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == Digits)
        {
            return new DataSet(name, GeneratedDigits.Generate(DigitsTrainCount, DigitsTrainSeed),
                GeneratedDigits.Generate(DigitsTestCount, DigitsTestSeed), Folder: null);
        }
        FileSet set = FindOrThrow(name);
        if (DataFolders.FindFiles(set.Name, set.Files, candidates) is not { } files)
            return null;
        (LabeledImages train, LabeledImages test) = set.Read(files);
        return new DataSet(name, train, test, Path.GetDirectoryName(files[0]));
    }

    private static FileSet FindOrThrow(string name) => Array.Find(s_fileSets, set => set.Name == name)
        ?? throw new ArgumentException($"There is no data set \"{name}\"; the names are {string.Join(", ", Names)}.", nameof(name));

    private sealed record FileSet(string Name, IReadOnlyList<string> Files, Func<string[], (LabeledImages Train, LabeledImages Test)> Read);
}
