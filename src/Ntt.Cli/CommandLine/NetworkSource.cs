using Microsoft.ML;
using Ntt.Files;
using Ntt.Networks;
using Ntt.Transforms;

namespace Ntt.Cli.CommandLine;

/// <summary>Files that a network is read from.</summary>
internal static class NetworkSource
{
    /// <summary>What the argument that names such a file says of it.</summary>
    public const string Description = "An ML.NET model zip with a network, or a network's own file";

    /// <summary>The network in an ML.NET model zip or in a network's own file.</summary>
    /// <exception cref="IOException">There is none; the message names the file.</exception>
    public static Network Read(string path)
    {
        if (!IsZip(path))
            return NetworkFile.Load(path);
        return LoadModel(path).TryGetSparseNetwork(out var network)
            ? network
            : throw new IOException($"'{path}' is a model without a network of this library.");
    }

    private static ITransformer LoadModel(string path)
    {
        try
        {
            return new MLContext().Model.Load(path, out _);
        }
        catch (Exception problem) when (problem is FormatException or IOException or InvalidOperationException or InvalidDataException)
        {
            throw new IOException($"'{path}' is no ML.NET model that can be loaded: {problem.Message}", problem);
        }
    }

    /// <summary>Whether a file begins as a zip does.</summary>
    private static bool IsZip(string path)
    {
        using var stream = File.OpenRead(path);
        return stream.ReadByte() == 'P' && stream.ReadByte() == 'K';
    }
}
