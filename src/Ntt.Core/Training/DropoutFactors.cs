using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Training;

/// <summary>The factors of dropout for an engine that is handed them: those that the managed engine draws from the same stream.</summary>
internal sealed class DropoutFactors
{
    private readonly WorkerTeam _team;
    private readonly RandomStream _random;
    private readonly (DropoutLayer Layer, int Features)[] _layers;
    private readonly float[][] _factors;
    private readonly float[] _scratch;

    public DropoutFactors(WorkerTeam team, NetworkArchitecture architecture, int samples, RandomStream random)
    {
        _team = team;
        _random = random;
        _layers = [.. architecture.Layers.Index().Where(entry => entry.Item is DropoutLayer).Select(entry => ((DropoutLayer)entry.Item, architecture.Shapes[entry.Index].Size))];
        _factors = [.. _layers.Select(layer => new float[layer.Features * samples])];
        _scratch = new float[_factors.Select(factors => factors.Length).DefaultIfEmpty(0).Max()];
    }

    /// <summary>For each dropout layer, in order, the factors [features × samples] of the next batch. Valid until the next call.</summary>
    public IReadOnlyList<float[]> Draw(int samples)
    {
        for (var index = 0; index < _layers.Length; index++)
        {
            var (layer, features) = _layers[index];
            Dropout.Apply(_team, features, samples, _random.NextUInt64(), layer.Rate, _factors[index], _scratch);
        }

        return _factors;
    }
}
