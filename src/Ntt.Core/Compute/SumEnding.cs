namespace Ntt.Compute;

/// <summary>What becomes of a sum before it is stored.</summary>
/// <param name="bias">One for each channel of the target, or null.</param>
/// <param name="accumulate">Whether it is added to what the target holds.</param>
/// <param name="rectify">Whether it is then raised to 0 where it is below.</param>
/// <param name="gate">As many floats as the target has, or null: where one is not above 0 the result is 0.</param>
internal readonly unsafe struct SumEnding(float* bias, bool accumulate, bool rectify, float* gate)
{
    public readonly float* Bias = bias;
    public readonly bool Accumulate = accumulate;
    public readonly bool Rectify = rectify;
    public readonly float* Gate = gate;
}
