using Ntt.Compute;
using Ntt.Diagnostics;

namespace Ntt.Data;

/// <summary>How the batches of one epoch differ from those of another.</summary>
public enum BatchComposition
{
    /// <summary>Every epoch puts all samples into a new random order and cuts it into batches.</summary>
    Reshuffled,

    /// <summary>
    /// The batches are composed once and every epoch puts them into a new random order, so that what was computed for
    /// a batch can be kept; up to a batch less one of the samples never come.
    /// </summary>
    Fixed,
}

/// <summary>An endless stream of batches: each epoch's are full and without repetition; the samples left over at its end are dropped.</summary>
public sealed class BatchStream
{
    private readonly RandomStream _random;
    private readonly int[] _order;
    private readonly int[] _batches;
    private readonly BatchComposition _composition;
    private int _position;

    /// <summary>Starts a stream of batches of the samples 0, ..., <paramref name="count"/> - 1.</summary>
    /// <param name="count">Number of samples, at least 1.</param>
    /// <param name="batchSize">Number of samples of every batch, 1 to <paramref name="count"/>.</param>
    /// <param name="random">Where the orders come from; the batch stream draws from it as long as it is used.</param>
    /// <param name="composition">How epochs differ.</param>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range; the batch is larger than the data.</exception>
    public BatchStream(int count, int batchSize, RandomStream random, BatchComposition composition = BatchComposition.Reshuffled)
    {
        ArgumentNullException.ThrowIfNull(random);
        ThrowIfNoBatch(count, batchSize);
        if (composition is not (BatchComposition.Reshuffled or BatchComposition.Fixed))
            throw new ArgumentOutOfRangeException(nameof(composition), composition, "The composition must be Reshuffled or Fixed.");
        _random = random;
        _composition = composition;
        BatchSize = batchSize;
        BatchesPerEpoch = count / batchSize;
        _order = Range(count);
        _batches = Range(BatchesPerEpoch);
        if (composition == BatchComposition.Fixed)
            _random.Shuffle(_order);
        _position = BatchesPerEpoch;
    }

    /// <summary>Number of samples of every batch.</summary>
    public int BatchSize { get; }

    /// <summary>Number of full batches before the order changes.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>
    /// The batch that came last, 0 to <see cref="BatchesPerEpoch"/> - 1: with <see cref="BatchComposition.Fixed"/> equal
    /// numbers mean equal samples in equal order. -1 before the first batch.
    /// </summary>
    public int CurrentBatch { get; private set; } = -1;

    /// <summary>The samples of the next batch; valid until the next call.</summary>
    public ReadOnlySpan<int> Next()
    {
        if (_position == BatchesPerEpoch)
        {
            _random.Shuffle(_composition == BatchComposition.Fixed ? _batches : _order);
            _position = 0;
        }
        CurrentBatch = _batches[_position++];
        return _order.AsSpan(CurrentBatch * BatchSize, BatchSize);
    }

    /// <summary>
    /// The number of steps called an epoch, count / batchSize rounded up: the paper's count, although the stream has
    /// only full batches, so that with a rest the last step of an epoch is the first of a new order.
    /// </summary>
    /// <param name="count">Number of samples, at least 1.</param>
    /// <param name="batchSize">Number of samples of every batch, 1 to <paramref name="count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range; the batch is larger than the data.</exception>
    public static int StepsPerEpoch(int count, int batchSize)
    {
        ThrowIfNoBatch(count, batchSize);
        return (count - 1) / batchSize + 1;
    }

    /// <summary>The steps of so many epochs, at most <see cref="int.MaxValue"/>: with as many, training goes on until something else ends it.</summary>
    /// <param name="epochs">Number of epochs, at least 0.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static int StepsOf(int epochs, int stepsPerEpoch)
        => (int)Math.Min(int.MaxValue, (long)Check.AtLeast(epochs, 0) * Check.AtLeast(stepsPerEpoch, 1));

    private static void ThrowIfNoBatch(int count, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (batchSize < 1 || batchSize > count)
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"The batch size must be 1 to {count}, the number of samples.");
    }

    private static int[] Range(int count)
    {
        var range = new int[count];
        for (int i = 0; i < count; i++)
            range[i] = i;
        return range;
    }
}
