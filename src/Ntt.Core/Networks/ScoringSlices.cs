using Ntt.Compute;

namespace Ntt.Networks;

/// <summary>
/// Scoring with one slice of the samples a thread: it goes through all layers alone, so that a layer finds what the one before it wrote in its
/// own caches, and threads wait for each other once a batch.
/// </summary>
internal readonly unsafe struct ScoringSlices : IPartitionedWork
{
    /// <summary>Floats that what a layer reads and what it writes may take together, 1.5 MB: most of a second-level cache.</summary>
    private const int MaximumFloats = 400 * 1024;

    private readonly Network _network;
    private readonly float* _samples;
    private readonly float* _logits;
    private readonly int _count;
    private readonly int _slice;

    private ScoringSlices(Network network, float* samples, float* logits, int count, int slice)
    {
        _network = network;
        _samples = samples;
        _logits = logits;
        _count = count;
        _slice = slice;
    }

    /// <summary>Computes the logits of all samples.</summary>
    /// <param name="network">The network.</param>
    /// <param name="samples">[count × features].</param>
    /// <param name="logits">[count × outputs].</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="most">Samples of a slice at the most.</param>
    /// <param name="team">The threads to share the slices out to, as many to each.</param>
    public static void Run(Network network, ReadOnlySpan<float> samples, Span<float> logits, int count, int most, WorkerTeam team)
    {
        var slices = ((count - 1) / Math.Min(most, MostSamples(network.Architecture))) + 1;
        slices = (((slices - 1) / team.Threads) + 1) * team.Threads;
        var slice = (((count - 1) / slices / BatchSlices.Granularity) + 1) * BatchSlices.Granularity;
        fixed (float* first = samples, result = logits)
        {
            team.Run((count + slice - 1) / slice, new ScoringSlices(network, first, result, count, slice));
        }
    }

    public void Run(int part)
    {
        var start = part * _slice;
        var batch = Math.Min(_slice, _count - start);
        var (features, outputs) = (_network.Architecture.Input.Size, _network.Architecture.OutputCount);
        _network.ComputeLogits(
            new ReadOnlySpan<float>(_samples + ((nint)start * features), batch * features),
            new Span<float>(_logits + ((nint)start * outputs), batch * outputs),
            batch,
            _slice,
            WorkerTeam.Caller);
    }

    private static int MostSamples(NetworkArchitecture architecture)
    {
        var floats = 0;
        for (var layer = 0; layer < architecture.Layers.Count; layer++)
        {
            floats = Math.Max(floats, architecture.Shapes[layer].Size + architecture.Shapes[layer + 1].Size);
        }

        return Math.Max(BatchSlices.Granularity, MaximumFloats / floats / BatchSlices.Granularity * BatchSlices.Granularity);
    }
}
