namespace Ntt.Compute;

/// <summary>
/// Convolutions of batches, sparse and dense. Images are [channels × height × width × columns] with the columns of the batch innermost: in
/// the forward pass a column is a sample, in the linear passes it may be one of a sample's tangents or cotangents. What weights a
/// <see cref="ConvolutionGeometry"/> has, and which input each of them multiplies, is told there.
/// </summary>
/// <remarks>
/// No patch matrix is written out: the products read the images where they lie. Threads own disjoint outputs, so results have the same
/// bits for every number of threads; the order of a sum in the weight gradient of a sparse convolution depends on the vector width of the
/// machine. A sparse product touches the kept weights only.
/// </remarks>
public static partial class Convolution
{
    /// <summary>Y = W ∗ X + bias, or Y += W ∗ X + bias, with the kept weights.</summary>
    /// <param name="team">The threads to share the work out to. Small products are computed by the caller alone.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="w">W [filters × (channels · taps)].</param>
    /// <param name="bias">[filters], added at each position of each column; empty for none.</param>
    /// <param name="x">X [channels × height × width × <paramref name="columns"/>].</param>
    /// <param name="y">Y [filters × output height × output width × <paramref name="columns"/>]; must not overlap X.</param>
    /// <param name="columns">Columns of the batch, 0 or more.</param>
    /// <param name="accumulate">Whether the product is added to Y, or else overwrites it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is negative.</exception>
    /// <exception cref="ArgumentException">A span is too short, or W is of another size than the geometry says.</exception>
    public static void Forward(
        WorkerTeam team, ConvolutionGeometry geometry, SparseMatrix w, ReadOnlySpan<float> bias,
        ReadOnlySpan<float> x, Span<float> y, int columns, bool accumulate) =>
        Forward(VectorWidths.Widest, team, geometry, w, bias, x, y, columns, accumulate);

    /// <summary>Y = W ∗ X + bias, or Y += W ∗ X + bias, with all weights.</summary>
    /// <param name="team">The threads to share the work out to. Small products are computed by the caller alone.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="w">W [filters × (channels · taps)], row-major.</param>
    /// <param name="bias">[filters], added at each position of each column; empty for none.</param>
    /// <param name="x">X [channels × height × width × <paramref name="columns"/>].</param>
    /// <param name="y">Y [filters × output height × output width × <paramref name="columns"/>]; must not overlap X.</param>
    /// <param name="columns">Columns of the batch, 0 or more.</param>
    /// <param name="accumulate">Whether the product is added to Y, or else overwrites it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is negative.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Forward(
        WorkerTeam team, ConvolutionGeometry geometry, ReadOnlySpan<float> w, ReadOnlySpan<float> bias,
        ReadOnlySpan<float> x, Span<float> y, int columns, bool accumulate) =>
        Forward(VectorWidths.Widest, team, geometry, w, bias, x, y, columns, accumulate);

    /// <summary>X̄ = Wᵀ ∗ Ȳ, the adjoint of the convolution by its input, with the kept weights.</summary>
    /// <param name="team">The threads to share the work out to. Small products are computed by the caller alone.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="w">W [filters × (channels · taps)].</param>
    /// <param name="yBar">Ȳ [filters × output height × output width × <paramref name="columns"/>].</param>
    /// <param name="xBar">Receives X̄ [channels × height × width × <paramref name="columns"/>]; must not overlap Ȳ.</param>
    /// <param name="columns">Columns of the batch, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is negative.</exception>
    /// <exception cref="ArgumentException">A span is too short, or W is of another size than the geometry says.</exception>
    public static void Adjoint(
        WorkerTeam team, ConvolutionGeometry geometry, SparseMatrix w, ReadOnlySpan<float> yBar, Span<float> xBar, int columns) =>
        Adjoint(VectorWidths.Widest, team, geometry, w, yBar, xBar, columns);

    /// <summary>X̄ = Wᵀ ∗ Ȳ, the adjoint of the convolution by its input, with all weights.</summary>
    /// <param name="team">The threads to share the work out to. Small products are computed by the caller alone.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="w">W [filters × (channels · taps)], row-major.</param>
    /// <param name="yBar">Ȳ [filters × output height × output width × <paramref name="columns"/>].</param>
    /// <param name="xBar">Receives X̄ [channels × height × width × <paramref name="columns"/>]; must not overlap Ȳ.</param>
    /// <param name="columns">Columns of the batch, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is negative.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Adjoint(
        WorkerTeam team, ConvolutionGeometry geometry, ReadOnlySpan<float> w, ReadOnlySpan<float> yBar, Span<float> xBar, int columns) =>
        Adjoint(VectorWidths.Widest, team, geometry, w, yBar, xBar, columns);

    /// <summary>Adds the gradient of the kept weights: gradient[e] += Σ over positions and columns of ȳ · x of the weight's tap.</summary>
    /// <param name="team">The threads to share the work out to. Small products are computed by the caller alone.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="structure">Which weights are kept, [filters × (channels · taps)]; its values are not read.</param>
    /// <param name="yBar">Ȳ [filters × output height × output width × <paramref name="columns"/>].</param>
    /// <param name="x">X [channels × height × width × <paramref name="columns"/>].</param>
    /// <param name="gradient">One element for each kept weight, in the order of <see cref="SparseMatrix.Values"/>; added to.</param>
    /// <param name="columns">Columns of the batch, the length of the sums, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is negative.</exception>
    /// <exception cref="ArgumentException">A span is too short, or the structure is of another size than the geometry says.</exception>
    public static void WeightGradient(
        WorkerTeam team, ConvolutionGeometry geometry, SparseMatrix structure, ReadOnlySpan<float> yBar, ReadOnlySpan<float> x,
        Span<float> gradient, int columns) =>
        WeightGradient(VectorWidths.Widest, team, geometry, structure, yBar, x, gradient, columns);

    /// <summary>Adds the gradient of all weights: gradient[o, f] += Σ over positions and columns of ȳ · x of the weight's tap.</summary>
    /// <param name="team">The threads to share the work out to. Small products are computed by the caller alone.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="yBar">Ȳ [filters × output height × output width × <paramref name="columns"/>].</param>
    /// <param name="x">X [channels × height × width × <paramref name="columns"/>].</param>
    /// <param name="gradient">[filters × (channels · taps)], row-major; added to.</param>
    /// <param name="columns">Columns of the batch, the length of the sums, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is negative.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void WeightGradient(
        WorkerTeam team, ConvolutionGeometry geometry, ReadOnlySpan<float> yBar, ReadOnlySpan<float> x, Span<float> gradient, int columns) =>
        WeightGradient(VectorWidths.Widest, team, geometry, yBar, x, gradient, columns);

    private static void CheckImages(
        WorkerTeam team, ConvolutionGeometry geometry, int columns, int inputLength, string inputName, int outputLength, string outputName)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentNullException.ThrowIfNull(geometry);
        MatrixArgument.CheckSize(columns, nameof(columns));
        MatrixArgument.Check(inputLength, geometry.InputSize, columns, columns, inputName, nameof(columns));
        MatrixArgument.Check(outputLength, geometry.OutputSize, columns, columns, outputName, nameof(columns));
    }

    private static void CheckWeights(ConvolutionGeometry geometry, SparseMatrix w, string name)
    {
        ArgumentNullException.ThrowIfNull(w, name);
        if (w.Rows != geometry.Filters || w.Columns != geometry.Columns)
            throw new ArgumentException(
                $"{name} is {w.Rows} x {w.Columns}; the weights of the convolution are {geometry.Filters} x {geometry.Columns}.", name);
    }
}
