using System.Security.Cryptography;
using Ntt.Data;

namespace Ntt.Cli.DataSources;

/// <summary>What the published data sets hold, by digests of their pixels and labels, however the files are packed.</summary>
internal static class PublishedData
{
    /// <summary>The part is the published one.</summary>
    public const string Same = "as published";

    /// <summary>The part is not the published one.</summary>
    public const string Differs = "differs from the published one";

    /// <summary>Nothing is known of the part.</summary>
    public const string Unknown = "no digest known";

    /// <summary>SHA-256 of all pixels, planar, and then all labels, a byte each. From files with the checksums that the authors published.</summary>
    private static readonly Dictionary<(string Name, string Part), string> s_digests = new()
    {
        [("mnist", "training")] = "edc0d1098aa497be14ace79ddd5171e5a3dcf9c4d196c015389203eb3ba1f59b",
        [("mnist", "test")] = "c3f9adf9c66efb572b1f9326c3a511b45910c7173b97be66ceceeeeaef6b802b",
        [("fashion-mnist", "training")] = "16d82e2b505296aa2b78bd5ea0992634f30419a4c97def7c907d154a35ac6157",
        [("fashion-mnist", "test")] = "9f1ec356a747bfe4ebab3cfb722d3694c9ca737e2570f6f90cf31d7b6fd689d4",
        [("cifar10", "training")] = "1e91790dbaf241617ca1f29a9aba08eb9a62df84cc90676b47edd05ad2ab3c94",
    };

    /// <summary>Compares a part of a data set with the published one.</summary>
    /// <param name="name">The data set.</param>
    /// <param name="part">"training" or "test".</param>
    /// <param name="images">What was read.</param>
    /// <returns><see cref="Same"/>, <see cref="Differs"/> or <see cref="Unknown"/>.</returns>
    public static string Compare(string name, string part, LabeledImages images)
        => !s_digests.TryGetValue((name, part), out var digest) ? Unknown : Digest(images) == digest ? Same : Differs;

    /// <summary>The digest of pixels and labels, in lower-case hexadecimal digits.</summary>
    public static string Digest(LabeledImages images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(images.Pixels);
        hash.AppendData([.. images.Labels.Select(label => (byte)label)]);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
