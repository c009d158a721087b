using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Ntt.Data;
using Ntt.Files;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Pruning;

/// <summary>
/// What a teacher said of its batches, kept from one run of NTT to the next: runs that differ in density, allocation, kernel scope or learning
/// rate alone have the same teacher and the same batches, and only the first of them computes it. Holds one teacher at a time; a run with another
/// seed, other samples, another engine, another batch size or pairing empties it. Safe for use by several threads. Never changes a result.
/// </summary>
/// <seealso cref="NttOptions.TeacherCache"/>
public sealed class TeacherCache
{
    private readonly Lock _lock = new();
    private byte[] _key = [];
    private ConcurrentDictionary<int, TeacherView> _views = [];

    /// <summary>Number of batches that are kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _views.Count;
            }
        }
    }

    /// <summary>The views of that teacher by the numbers of its batches.</summary>
    internal ConcurrentDictionary<int, TeacherView> ViewsOf(Network teacher, SampleMatrix samples, KernelGeometry geometry, bool withKernel, NttOptions options)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(NetworkFile.Serialize(teacher));
        digest.AppendData(MemoryMarshal.AsBytes(samples.Values.AsSpan()));
        Span<double> numbers = [samples.Count, geometry.Samples, (int)options.KernelPairing, withKernel ? 1 : 0, options.ValidationFraction, options.Seed];
        digest.AppendData(MemoryMarshal.AsBytes(numbers));
        digest.AppendData(Encoding.UTF8.GetBytes(options.Engine?.Name ?? ""));
        var key = digest.GetHashAndReset();
        lock (_lock)
        {
            if (!_key.AsSpan().SequenceEqual(key))
                (_key, _views) = (key, []);
            return _views;
        }
    }
}
