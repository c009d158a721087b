using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

/// <summary>The NTT objective of one student, teacher and batch, by the engine and by the oracle.</summary>
internal sealed class NttCase
{
    private readonly Network _teacher;
    private readonly Network _student;
    private readonly float[] _samples;
    private readonly NttOptions _options;

    public NttCase(Network teacher, Network student, float[] samples, NttOptions options)
    {
        _teacher = teacher;
        _student = student;
        _samples = samples;
        _options = options;
    }

    /// <summary>A seeded case with an objective of which every term matters.</summary>
    public static NttCase Create(Network teacher, Func<Network, Network> prune, int samples, NttOptions options, int seed)
        => new(teacher, prune(NetworkCase.Moved(teacher, seed + 1)), NetworkCase.Samples(teacher.Architecture, samples, seed + 2), options);

    /// <summary>Terms and gradient by the engine; the gradient in the oracle's order, with zeros for pruned weights.</summary>
    public (NttRecord Record, double[] Gradient) Compute(int threads = 1)
    {
        using var team = new WorkerTeam(threads);
        var samples = _samples.Length / _teacher.Architecture.Input.Size;
        var objective = new NttObjective(team, _teacher.Architecture, _student.Layers, samples, _options, withGradient: true);
        _teacher.Normalization.GatherAll(team, _samples, _teacher.Architecture.Input.Size, objective.Input);
        var view = new Teacher(team, _teacher, objective.Geometry).View(objective.Input);
        var record = objective.Evaluate(view, 7, _student.Layers.Sum(layer => layer.Values.Sum(value => (double)value * value)));
        float[][] weights = [.. _student.Layers.Select(layer => Enumerable.Repeat(float.NaN, layer.KeptCount).ToArray())];
        float[][] biases = [.. _student.Layers.Select(layer => Enumerable.Repeat(float.NaN, layer.Bias.Length).ToArray())];
        objective.Gradient(_student.Layers, weights, biases);
        return (record, OracleNetwork.Parameters([.. _student.Layers.Select((layer, index) => layer.Mask is { } mask
            ? LayerWeights.Pruned(layer.Shape, mask, weights[index], biases[index])
            : LayerWeights.Dense(layer.Shape, weights[index], biases[index]))]));
    }

    public (double Total, double Kernel, double Target, double L2) OracleTerms() => Oracle().Terms(OracleNetwork.Parameters(_student.Layers));

    public double[] OracleGradient() => Oracle().Gradient(OracleNetwork.Parameters(_student.Layers));

    /// <summary>The gradient by some parameters alone.</summary>
    public double[] OracleGradient(Func<int, bool> matters)
    {
        var oracle = Oracle();
        return Differences.Gradient(OracleNetwork.Parameters(_student.Layers), theta => oracle.Terms(theta).Total, matters);
    }

    private OracleObjective Oracle() => new(
        new OracleNetwork(_teacher.Architecture),
        OracleNetwork.Parameters(_teacher.Layers),
        OracleNetwork.KeptParameters(_student.Layers),
        NetworkCase.Standardized(_teacher, _samples),
        _options);
}
