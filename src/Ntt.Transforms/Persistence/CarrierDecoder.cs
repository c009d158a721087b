using System.Collections.Concurrent;
using Ntt.Diagnostics;
using Ntt.Files;
using Ntt.Networks;
using Ntt.Transforms.Scoring;

namespace Ntt.Transforms.Persistence;

/// <summary>
/// Turns a network's text back into a network, once: every row hands on the same text by reference, so that looking at its identity is
/// enough. Safe to use from several threads.
/// </summary>
internal sealed class CarrierDecoder
{
    /// <summary>What errors call the text.</summary>
    public const string Source = "network in the model zip";

    private readonly Lock _lock = new();
    private volatile Decoded? _last;

    /// <summary>Room to score a row of the network that the text holds; to be returned.</summary>
    /// <exception cref="FileContentException">The text holds no network.</exception>
    public RentedRow Rent(ReadOnlyMemory<char> text)
    {
        var decoded = _last;
        if (decoded is null || !decoded.Text.Equals(text))
        {
            lock (_lock)
            {
                decoded = _last;
                if (decoded is null || !decoded.Text.Equals(text))
                {
                    _last = decoded = new Decoded(text);
                }
            }
        }

        return new RentedRow(decoded.Idle, decoded.Idle.TryTake(out var batch) ? batch : new ScoreBatch(decoded.Network, decoded.Saved.ScoreKind, decoded.Saved.FeatureColumnName, 1));
    }

    public static string Encode(Network network) => Convert.ToBase64String(NetworkFile.Serialize(network));

    /// <summary>The network and what its transformer was.</summary>
    public static (Network Network, SavedPipeline Saved) Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64Chars(text, bytes, out var count)
            ? SavedPipeline.TakeFrom(NetworkFile.Deserialize(bytes.AsSpan(0, count), Source), Source)
            : throw new FileContentException(Source, 0, "base64", $"a text of {text.Length} characters that is none");
    }

    /// <summary>A place to score one row.</summary>
    public readonly struct RentedRow(ConcurrentBag<ScoreBatch> idle, ScoreBatch batch)
    {
        public ScoreBatch Batch => batch;

        public void Return() => idle.Add(batch);
    }

    private sealed class Decoded
    {
        public Decoded(ReadOnlyMemory<char> text)
        {
            Text = text;
            (Network, Saved) = Decode(text.Span);
        }

        public ReadOnlyMemory<char> Text { get; }

        public Network Network { get; }

        public SavedPipeline Saved { get; }

        public ConcurrentBag<ScoreBatch> Idle { get; } = [];
    }
}
