using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>Scores the weights of a dense network at initialisation; those with the highest scores are kept.</summary>
public abstract class PruningCriterion
{
    /// <summary>The criterion's name, such as <c>magnitude</c>.</summary>
    public abstract string Name { get; }

    /// <summary>An array a layer, a score a weight; higher is kept.</summary>
    /// <param name="dense">The network.</param>
    /// <param name="samples">Samples, not yet standardised.</param>
    /// <param name="seed">Seed of the criterion's random choices.</param>
    /// <param name="team">The threads to use.</param>
    public abstract IReadOnlyList<float[]> Score(Network dense, SampleMatrix samples, int seed, WorkerTeam team);
}
