namespace Ntt.Core.Tests.Oracle;

/// <summary>Small architectures that together have every kind and every setting of image layers.</summary>
internal static class ConvolutionCases
{
    /// <summary>Each layer in its usual place.</summary>
    public const string TwoConvolutions
        = "input 8x9x2, conv 3 3x3, relu, maxpool 2, conv 4 2x2, relu, avgpool 2 stride 1, flatten, dense 5, relu, dense 3";

    /// <summary>Steps of 2, zeros around odd sizes, windows that overlap, and dropout before a rectifier.</summary>
    public const string StridesAndPadding
        = "input 7x6x3, conv 4 3x2 stride 2 same, relu, conv 3 2x3 same, dropout 0.5, relu, maxpool 2 stride 1, flatten, dense 4, dropout 0.5, relu, dense 3";

    /// <summary>Layers without weights before the first with weights; windows that leave a border out.</summary>
    public const string PoolFirst
        = "input 9x6x2, relu, avgpool 2 stride 1, maxpool 3 stride 2, conv 4 2x1, relu, conv 3 2x2 stride 3 same, relu, flatten, dense 3";

    /// <summary>Convolutions one behind the other without a gate.</summary>
    public const string NoRelu = "input 5x4x2, conv 3 2x2, conv 4 2x3 stride 2 same, flatten, dense 2";

    /// <summary>
    /// Max-pools right behind convolutions, where the kernel takes one position a window: with a rectifier before the pool, with zeros
    /// around, a step of 2 and dropout, and with the rectifier behind the pool; windows that leave a border out.
    /// </summary>
    public const string Pooled
        = "input 15x13x1, conv 3 2x3 same, relu, maxpool 2, conv 4 2x2 stride 2 same, dropout 0.5, relu, maxpool 2 stride 1, conv 3 1x2 same, maxpool 2, relu, flatten, dense 3";

    /// <summary>Windows that overlap, and ones that do not meet, behind the first convolution and a later one.</summary>
    public const string OddPools
        = "input 14x13x1, conv 3 3x2, relu, maxpool 3 stride 2, conv 4 2x2 same, relu, maxpool 1 stride 2, flatten, dense 4, relu, dense 2";

    /// <summary>
    /// 138,240 weights in one convolution: with the 16 cotangents of 8 samples, more of a Jacobian than is worked on at a time.
    /// </summary>
    public const string ManyWeights = "input 4x3x2, conv 30 1x1, conv 512 3x3, flatten, dense 3, relu, dense 2";
}
