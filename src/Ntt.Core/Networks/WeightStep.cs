using Ntt.Compute;

namespace Ntt.Networks;

/// <summary>A step with weights: linear in its input, and the only kind that has gradients of its own.</summary>
internal abstract class WeightStep(TensorShape input, TensorShape output, LayerWeights weights) : LayerStep(input, output)
{
    /// <summary>The numbers in use. They may be replaced by others of the same shape, as a mask update does.</summary>
    public LayerWeights Weights { get; set; } = weights;

    /// <summary>Whether <see cref="LayerStep.Forward"/> computes the rectifier that follows, too.</summary>
    public bool Rectifies { get; set; }

    /// <summary>gradient += Σ over columns of ȳ xᵀ, for the kept weights alone, in the order of <see cref="LayerWeights.Values"/>.</summary>
    public abstract void AccumulateWeightGradient(WorkerTeam team, float[] yBar, float[] x, int columns, float[] gradient);

    /// <summary>gradient += Σ over columns of ȳ.</summary>
    public abstract void AccumulateBiasGradient(WorkerTeam team, float[] yBar, int columns, float[] gradient);
}
