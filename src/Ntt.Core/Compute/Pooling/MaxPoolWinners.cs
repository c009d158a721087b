namespace Ntt.Compute;

/// <summary>Which position won in each window of a max-pool over a convolution's output image.</summary>
/// <param name="Windows">The windows.</param>
/// <param name="Places">[windows × samples]: row · size + column within the window.</param>
internal readonly record struct MaxPoolWinners(PoolingWindows Windows, int[] Places);
