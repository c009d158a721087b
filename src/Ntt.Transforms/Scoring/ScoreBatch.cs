using System.Numerics;
using Microsoft.ML.Data;
using Ntt.Networks;

namespace Ntt.Transforms.Scoring;

/// <summary>What a network's outputs are turned into.</summary>
internal enum ScoreKind
{
    /// <summary>The logits as they are.</summary>
    Logits,

    /// <summary>The softmax of the logits.</summary>
    Probabilities,
}

/// <summary>
/// Rows of features and, once something asks for them, their scores: computed for all rows together, once. A row with a NaN or infinite
/// feature has NaN scores and no predicted class.
/// </summary>
internal sealed class ScoreBatch
{
    private readonly Network _network;
    private readonly ScoreKind _kind;
    private readonly string _featureColumnName;
    private readonly float[] _rows;
    private readonly float[] _scores;
    private readonly double[] _exponentials;
    private readonly bool[] _finite;
    private readonly PixelOrder? _order;
    private bool _computed;

    public ScoreBatch(Network network, ScoreKind kind, string featureColumnName, int capacity)
    {
        _network = network;
        _kind = kind;
        _featureColumnName = featureColumnName;
        Features = network.Architecture.Input.Size;
        Outputs = network.Architecture.OutputCount;
        _rows = new float[capacity * Features];
        _scores = new float[capacity * Outputs];
        _exponentials = new double[Outputs];
        _finite = new bool[capacity];
        _order = PixelOrder.Of(network);
    }

    public int Features { get; }

    public int Outputs { get; }

    public int Count { get; private set; }

    public void Clear()
    {
        Count = 0;
        _computed = false;
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentException">It is of another length than the network's input.</exception>
    public void Add(in VBuffer<float> features, long? row)
    {
        if (features.Length != Features)
        {
            throw FeatureColumn.WrongLength(_featureColumnName, features.Length, Features, row);
        }

        var target = _rows.AsSpan(Count * Features, Features);
        features.CopyTo(target);
        _finite[Count] = AllFinite(target);
        _order?.ToPlanar(target);
        Count++;
    }

    /// <summary>The scores of a row.</summary>
    public ReadOnlySpan<float> Scores(int row)
    {
        Compute();
        return _scores.AsSpan(row * Outputs, Outputs);
    }

    /// <summary>The key of a row's predicted class, from 1; of equal scores the first counts; 0 (missing) for NaN scores.</summary>
    public uint PredictedKey(int row)
    {
        Compute();
        if (!_finite[row])
        {
            return 0;
        }

        var scores = _scores.AsSpan(row * Outputs, Outputs);
        var largest = 0;
        for (var index = 1; index < scores.Length; index++)
        {
            if (scores[index] > scores[largest])
            {
                largest = index;
            }
        }

        return float.IsNaN(scores[largest]) ? 0 : (uint)largest + 1;
    }

    private void Compute()
    {
        if (_computed)
        {
            return;
        }

        _network.ComputeLogits(_rows.AsSpan(0, Count * Features), _scores.AsSpan(0, Count * Outputs));
        for (var row = 0; row < Count; row++)
        {
            var scores = _scores.AsSpan(row * Outputs, Outputs);
            if (!_finite[row])
            {
                scores.Fill(float.NaN);
            }
            else if (_kind == ScoreKind.Probabilities)
            {
                Softmax(scores, _exponentials);
            }
        }

        _computed = true;
    }

    /// <summary>x − x is 0 for finite numbers alone, and a NaN once in a sum stays there: that many values are looked at in one step.</summary>
    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        var sum = Vector<float>.Zero;
        var whole = values.Length - (values.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var value = new Vector<float>(values[index..]);
            sum += value - value;
        }

        var rest = Vector.Sum(sum);
        foreach (var value in values[whole..])
        {
            rest += value - value;
        }

        return rest == 0;
    }

    /// <summary>exp(z − max z) / Σ, summed in double so that the probabilities add up to 1 as well as they can.</summary>
    private static void Softmax(Span<float> values, Span<double> exponentials)
    {
        var largest = float.NegativeInfinity;
        foreach (var value in values)
        {
            largest = MathF.Max(largest, value);
        }

        double sum = 0;
        for (var index = 0; index < values.Length; index++)
        {
            sum += exponentials[index] = Math.Exp((double)values[index] - largest);
        }

        for (var index = 0; index < values.Length; index++)
        {
            values[index] = (float)(exponentials[index] / sum);
        }
    }
}
