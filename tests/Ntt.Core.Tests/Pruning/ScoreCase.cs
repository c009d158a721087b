using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

/// <summary>A seeded network, masks and labelled samples to score, and what the oracle needs of them.</summary>
internal sealed class ScoreCase
{
    public const int Seed = 5;

    private ScoreCase(Network dense, IReadOnlyList<Mask> masks, float[] samples, int[] labels)
    {
        Dense = dense;
        Masks = masks;
        Data = new PruningData(new SampleMatrix(samples, labels.Length, dense.Architecture.Input.Size), labels);
        Inputs = NetworkCase.Standardized(dense, samples);
        Oracle = new OracleNetwork(dense.Architecture);
        Theta = OracleNetwork.Parameters(dense.Layers);
        Kept = OracleNetwork.KeptParameters([.. dense.Layers.Select((layer, index) => layer.Prune(masks[index]))]);
        P = [.. Theta.Zip(Kept, (value, kept) => value * kept)];
    }

    public Network Dense { get; }

    public IReadOnlyList<Mask> Masks { get; }

    public PruningData Data { get; }

    public double[][] Inputs { get; }

    public OracleNetwork Oracle { get; }

    /// <summary>All initial parameters in the oracle's order.</summary>
    public double[] Theta { get; }

    /// <summary>1 for kept weights and biases, 0 for pruned weights.</summary>
    public double[] Kept { get; }

    /// <summary>The parameters in use.</summary>
    public double[] P { get; }

    /// <param name="architecture">The network's text.</param>
    /// <param name="density">Probability of each weight to be kept so far.</param>
    /// <param name="samples">Number of samples.</param>
    /// <param name="seed">Of network, masks and samples.</param>
    public static ScoreCase Create(string architecture, double density, int samples, int seed)
    {
        var dense = NetworkCase.Dense(architecture, seed, standardized: true);
        var masks = density == 1
            ? dense.Layers.Select(layer => Mask.All(layer.Shape.Rows, layer.Shape.Columns)).ToArray()
            : NetworkCase.Pruned(dense, density, seed + 1).Layers.Select(layer => layer.Mask!).ToArray();
        var labels = Enumerable.Range(0, samples).Select(sample => sample * 7 % dense.Architecture.OutputCount).ToArray();
        return new ScoreCase(dense, masks, NetworkCase.Samples(dense.Architecture, samples, seed + 2), labels);
    }

    /// <summary>The engine's scores.</summary>
    public IReadOnlyList<float[]> Score(PruningCriterion criterion, int round = 0, int threads = 1)
    {
        using var team = new WorkerTeam(threads);
        return criterion.Score(new ScoringContext(Dense, Masks, Data, Seed, round, team));
    }

    /// <summary>The weights' entries of parameters in the oracle's order, layer by layer.</summary>
    public double[][] Weights(double[] parameters)
    {
        var weights = new List<double[]>();
        var start = 0;
        foreach (var shape in Dense.Architecture.WeightLayers)
        {
            weights.Add(parameters[start..(start + shape.Count)]);
            start += shape.Count + shape.Rows;
        }

        return [.. weights];
    }

    /// <summary>Asserts that the scores of the kept weights agree, and those of the pruned ones too where they matter.</summary>
    public void AssertScores(double[] expected, IReadOnlyList<float[]> actual, double tolerance = 1e-4, bool prunedToo = true, bool upToFactor = false)
    {
        var layers = Weights(expected);
        var kept = Weights(Kept);
        double[] one = [.. layers.SelectMany((layer, index) => layer.Where((_, weight) => prunedToo || kept[index][weight] != 0))];
        double[] other = [.. actual.SelectMany((layer, index) => layer.Where((_, weight) => prunedToo || kept[index][weight] != 0).Select(score => (double)score))];
        Assert.HasCount(one.Length, other);
        Assert.IsGreaterThan(one.Length / 4, one.Count(score => score != 0));
        var factor = upToFactor ? one.Sum() / other.Sum() : 1;
        var largest = one.Max(Math.Abs);
        for (var index = 0; index < one.Length; index++)
        {
            Assert.AreEqual(one[index], factor * other[index], tolerance * largest, $"weight {index}");
        }
    }
}
