namespace Ntt.Compute;

/// <summary>What the tangents of a convolution have besides the products of its weights, while they are in the cache. Pinned.</summary>
/// <param name="filters">Filters of the convolution.</param>
/// <param name="bias">Directions of the biases, [filters × columns]; null for none.</param>
/// <param name="accumulate">Whether the tangents hold something to add to; without a bias they do.</param>
/// <param name="gate">[outputs × samples]: where one is not above 0 the tangents are set to 0; null for none.</param>
internal readonly unsafe struct TangentEnding(int filters, float* bias, bool accumulate, float* gate)
{
    public readonly int Filters = filters;
    public readonly float* Bias = bias;
    public readonly bool Accumulate = accumulate;
    public readonly float* Gate = gate;
}
