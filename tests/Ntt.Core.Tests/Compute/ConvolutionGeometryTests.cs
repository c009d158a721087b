using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class ConvolutionGeometryTests
{
    [TestMethod]
    [DataRow(28, 28, 5, 5, 1, 24, 24)]
    [DataRow(7, 6, 3, 3, 2, 3, 2)]
    [DataRow(7, 6, 2, 5, 3, 2, 1)]
    [DataRow(3, 3, 3, 3, 9, 1, 1)]
    public void ValidKeepsTheKernelInsideTheImage(int height, int width, int kernelHeight, int kernelWidth, int stride, int outputHeight, int outputWidth)
    {
        var g = ConvolutionGeometry.Valid(3, height, width, 4, kernelHeight, kernelWidth, stride);
        Assert.AreEqual((outputHeight, outputWidth, 0, 0), (g.OutputHeight, g.OutputWidth, g.PadTop, g.PadLeft));
        Assert.AreEqual(outputHeight * outputWidth, g.Positions);
        Assert.AreEqual(3 * kernelHeight * kernelWidth, g.Columns);
        Assert.AreEqual(4 * g.Columns, g.WeightCount);
        Assert.AreEqual(3 * height * width, g.InputSize);
        Assert.AreEqual(4 * g.Positions, g.OutputSize);
        Assert.IsTrue(g.IsInside);
    }

    [TestMethod]
    [DataRow(5, 3, 1, 5, 1)]
    [DataRow(5, 2, 1, 5, 0)]
    [DataRow(5, 4, 1, 5, 1)]
    [DataRow(6, 3, 2, 3, 0)]
    [DataRow(5, 3, 2, 3, 1)]
    [DataRow(7, 1, 3, 3, 0)]
    [DataRow(2, 5, 1, 2, 2)]
    public void SamePadsSoThatTheStrideAloneCounts(int size, int kernel, int stride, int output, int pad)
    {
        var tall = ConvolutionGeometry.Same(1, size, 1, 1, kernel, 1, stride);
        var wide = ConvolutionGeometry.Same(1, 1, size, 1, 1, kernel, stride);
        Assert.AreEqual((output, 1, pad, 0), (tall.OutputHeight, tall.OutputWidth, tall.PadTop, tall.PadLeft));
        Assert.AreEqual((1, output, 0, pad), (wide.OutputHeight, wide.OutputWidth, wide.PadTop, wide.PadLeft));
        Assert.AreEqual((output - 1) * stride + kernel - pad <= size && pad == 0, tall.IsInside);
    }

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        Refusal.Of<ArgumentOutOfRangeException>("channels", () => ConvolutionGeometry.Valid(0, 3, 3, 1, 1, 1, 1));
        Refusal.Of<ArgumentOutOfRangeException>("height", () => ConvolutionGeometry.Valid(1, 0, 3, 1, 1, 1, 1));
        Refusal.Of<ArgumentOutOfRangeException>("width", () => ConvolutionGeometry.Same(1, 3, 0, 1, 1, 1, 1));
        Refusal.Of<ArgumentOutOfRangeException>("filters", () => ConvolutionGeometry.Same(1, 3, 3, 0, 1, 1, 1));
        Refusal.Of<ArgumentOutOfRangeException>("kernelHeight", () => ConvolutionGeometry.Same(1, 3, 3, 1, 0, 1, 1));
        Refusal.Of<ArgumentOutOfRangeException>("kernelWidth", () => ConvolutionGeometry.Same(1, 3, 3, 1, 1, 0, 1));
        Refusal.Of<ArgumentOutOfRangeException>("stride", () => ConvolutionGeometry.Same(1, 3, 3, 1, 1, 1, 0));
        Refusal.Of<ArgumentOutOfRangeException>("channels", () => ConvolutionGeometry.Valid(50_000, 300, 300, 1, 1, 1, 1));
        Refusal.Of<ArgumentOutOfRangeException>("filters", () => ConvolutionGeometry.Valid(1, 300, 300, 50_000, 1, 1, 1));
    }

    [TestMethod]
    public void RefusesAnEmptyOutputWithTheSizes()
    {
        Refusal.Of<ArgumentException>("kernelHeight", () => ConvolutionGeometry.Valid(1, 4, 9, 1, 5, 3, 1));
        Refusal.Of<ArgumentException>("kernelWidth", () => ConvolutionGeometry.Valid(1, 9, 4, 1, 3, 5, 1));
        var error = Assert.ThrowsExactly<ArgumentException>(() => ConvolutionGeometry.Valid(1, 4, 9, 1, 5, 3, 1));
        StringAssert.Contains(error.Message, "5x3");
        StringAssert.Contains(error.Message, "4x9");
    }
}
