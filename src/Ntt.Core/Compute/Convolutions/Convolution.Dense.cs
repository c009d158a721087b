using System.Runtime.Intrinsics;

namespace Ntt.Compute;

public static unsafe partial class Convolution
{
    internal static void Forward(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, ReadOnlySpan<float> w, ReadOnlySpan<float> bias,
        ReadOnlySpan<float> x, Span<float> y, int columns, bool accumulate)
    {
        CheckImages(team, geometry, columns, x.Length, nameof(x), y.Length, nameof(y));
        MatrixArgument.CheckVector(w.Length, geometry.WeightCount, nameof(w));
        if (!bias.IsEmpty)
            MatrixArgument.CheckVector(bias.Length, geometry.Filters, nameof(bias));
        if (columns == 0)
            return;
        fixed (float* pw = w, pb = bias, px = x, py = y)
            Product(
                width, team, new TapGrid(geometry, isAdjoint: false), columns, geometry.Filters, geometry.Channels,
                pw, geometry.Columns, geometry.Taps, px, pb, py, accumulate);
    }

    internal static void Adjoint(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, ReadOnlySpan<float> w, ReadOnlySpan<float> yBar, Span<float> xBar,
        int columns)
    {
        CheckImages(team, geometry, columns, xBar.Length, nameof(xBar), yBar.Length, nameof(yBar));
        MatrixArgument.CheckVector(w.Length, geometry.WeightCount, nameof(w));
        if (columns == 0)
            return;
        fixed (float* pw = w, pg = yBar, px = xBar)
            Product(
                width, team, new TapGrid(geometry, isAdjoint: true), columns, geometry.Channels, geometry.Filters,
                pw, geometry.Taps, geometry.Columns, pg, null, px, accumulate: false);
    }

    internal static void WeightGradient(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, ReadOnlySpan<float> yBar, ReadOnlySpan<float> x,
        Span<float> gradient, int columns)
    {
        CheckImages(team, geometry, columns, x.Length, nameof(x), yBar.Length, nameof(yBar));
        MatrixArgument.CheckVector(gradient.Length, geometry.WeightCount, nameof(gradient));
        if (columns == 0)
            return;
        fixed (float* pg = yBar, px = x, pr = gradient)
        {
            switch (width)
            {
                case VectorWidth.Vector512:
                    DenseConvolutionGradientWork<Lanes512, Vector512<float>>.Run(team, geometry, columns, pg, px, pr);
                    break;
                case VectorWidth.Vector256:
                    DenseConvolutionGradientWork<Lanes256, Vector256<float>>.Run(team, geometry, columns, pg, px, pr);
                    break;
                case VectorWidth.Vector128:
                    DenseConvolutionGradientWork<Lanes128, Vector128<float>>.Run(team, geometry, columns, pg, px, pr);
                    break;
                default:
                    DenseConvolutionGradientWork<LanesScalar, float>.Run(team, geometry, columns, pg, px, pr);
                    break;
            }
        }
    }

    private static void Product(
        VectorWidth width, WorkerTeam team, in TapGrid taps, int columns, int targets, int sources,
        float* w, int targetStride, int sourceStride, float* source, float* bias, float* target, bool accumulate)
    {
        switch (width)
        {
            case VectorWidth.Vector512:
                DenseConvolutionWork<Lanes512, Vector512<float>>.Run(
                    team, taps, columns, targets, sources, w, targetStride, sourceStride, source, bias, target, accumulate);
                break;
            case VectorWidth.Vector256:
                DenseConvolutionWork<Lanes256, Vector256<float>>.Run(
                    team, taps, columns, targets, sources, w, targetStride, sourceStride, source, bias, target, accumulate);
                break;
            case VectorWidth.Vector128:
                DenseConvolutionWork<Lanes128, Vector128<float>>.Run(
                    team, taps, columns, targets, sources, w, targetStride, sourceStride, source, bias, target, accumulate);
                break;
            default:
                DenseConvolutionWork<LanesScalar, float>.Run(
                    team, taps, columns, targets, sources, w, targetStride, sourceStride, source, bias, target, accumulate);
                break;
        }
    }
}
