using Ntt.Compute;

namespace Ntt.Networks;

/// <summary>The three products of a weighted layer.</summary>
internal enum WeightProduct
{
    /// <summary>Outputs, or their tangents, from inputs.</summary>
    Forward,

    /// <summary>Adjoints of the inputs from those of the outputs.</summary>
    Adjoint,

    /// <summary>Gradient of the weights.</summary>
    WeightGradient,
}

/// <summary>
/// The densities above which a pruned convolution is computed over all its weights, zeros included, because matrix products over packed
/// patches then take less time than sums over the kept weights.
/// </summary>
/// <remarks>
/// Measured on one core with 512-bit vectors, in CPU time, on layers with 3 × 3 kernels (64 to 64 channels at 32 × 32; 64 to 128 and 128 to 128 at
/// 16 × 16; batches of 16, as Conv-4 is trained), 64 to 128 channels with 320 columns, as its tangents have, and LeNet-5's second (20 to 50
/// channels, 5 × 5, a batch of 64). The densities at which both take the same time:
/// <list type="bullet">
/// <item><description>forward: 0.52, 0.47, 0.47; 0.39; 0.43;</description></item>
/// <item><description>adjoint: 0.50, 0.41, 0.39; 0.40; 0.26;</description></item>
/// <item><description>weight gradient: above 0.7, 0.66, 0.55; 0.48; above 0.7.</description></item>
/// </list>
/// With 1 or 3 input channels, the first layers of both, sparse products win at every density up to 0.7, by a factor of 1.3 at the least.
/// Fully connected layers stay sparse at every density: matrix products win above 0.2 to 0.5, but the weights change with every step, and
/// writing them out takes most of what is saved.
/// </remarks>
internal static class SparseBreakEven
{
    /// <summary>Of convolutions with a stride of 1.</summary>
    public const double Forward = 0.42;

    /// <summary>Of convolutions with a stride of 1.</summary>
    public const double Adjoint = 0.35;

    /// <summary>Of convolutions with a stride of 1.</summary>
    public const double WeightGradient = 0.5;

    /// <summary>Of all three products of a convolution with a larger stride, whose kept weights are not read from windows.</summary>
    public const double Strided = 0.25;

    /// <summary>Fewer input channels leave a matrix product with too short sums to win.</summary>
    public const int MinimumChannels = 8;

    /// <summary>Whether a product over all weights is expected to take less time than one over the kept weights.</summary>
    public static bool IsExceeded(ConvolutionGeometry geometry, double density, WeightProduct product)
    {
        if (geometry.Channels < MinimumChannels)
        {
            return false;
        }

        return density > (geometry.Stride > 1 ? Strided : product switch
        {
            WeightProduct.Forward => Forward,
            WeightProduct.Adjoint => Adjoint,
            _ => WeightGradient,
        });
    }
}
