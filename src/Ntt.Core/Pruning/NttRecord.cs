namespace Ntt.Pruning;

/// <summary>The NTT objective at one step, on held-out samples: total = λ_K · kernel distance + target distance + (λ_W / density) · L2.</summary>
/// <param name="Step">Updates made so far; 0 before the first.</param>
/// <param name="Total">The objective.</param>
/// <param name="KernelDistance">Mean squared difference of the tangent kernels' entries; null without a kernel (λ_K = 0).</param>
/// <param name="TargetDistance">Mean squared difference of the logits.</param>
/// <param name="L2">Sum of the squared kept weights, biases excluded.</param>
public sealed record NttRecord(int Step, double Total, double? KernelDistance, double TargetDistance, double L2);
