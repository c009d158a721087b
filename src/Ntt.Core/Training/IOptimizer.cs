namespace Ntt.Training;

/// <summary>Moves one array of parameters along its gradient. Holds the state for that array and is used for no other.</summary>
public interface IOptimizer
{
    /// <summary>Takes one step.</summary>
    /// <param name="parameters">The parameters; changed in place.</param>
    /// <param name="gradient">The derivative of the loss by each.</param>
    void Update(Span<float> parameters, ReadOnlySpan<float> gradient);
}
