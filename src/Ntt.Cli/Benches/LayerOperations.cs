using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Cli.Benches;

/// <summary>Multiply-adds of one weighted layer in an NTT step; see <see cref="NttOperations"/>.</summary>
/// <param name="Shape">The layer.</param>
/// <param name="Winners">Positions with cotangents.</param>
/// <param name="Batch">Samples of a batch.</param>
/// <param name="Outputs">Logits.</param>
/// <param name="Density">Kept fraction.</param>
/// <param name="Scope">Whose derivatives make up the kernel.</param>
/// <param name="IsFirst">Whether nothing weighted lies before it: its inputs have no tangents and need no adjoint.</param>
/// <param name="IsLast">Whether its outputs are the logits, whose tangents nobody needs.</param>
internal sealed record LayerOperations(
    WeightShape Shape, int Winners, int Batch, int Outputs, double Density, KernelScope Scope, bool IsFirst, bool IsLast)
{
    private double Kept => Density * Shape.Count;

    private double Rows => (double)Batch * Outputs;

    private double Pairs => Batch / 2 * (double)(Batch - (Batch / 2));

    private double Entries => Pairs * Outputs * Outputs;

    private bool IsConvolution => Shape.KernelHeight > 0;

    private bool IsRetained => Scope == KernelScope.RetainedWeights && Density < 1;

    /// <summary>Weights whose derivatives are in the kernel.</summary>
    private double Differentiated => IsRetained ? Kept : Shape.Count;

    /// <summary>Of a convolution: the sum over positions that turns cotangents into derivatives by weights, or its adjoint.</summary>
    private double PerSampleProducts => Rows * Differentiated * Winners;

    /// <summary>
    /// Of a dense layer over kept weights: every unit has an input kernel of its own, which scales one side's cotangents (k a pair) before
    /// they meet the other's (k² a pair).
    /// </summary>
    private double UnitPairs => Shape.Rows * Pairs * Outputs * (Outputs + 1);

    public double Forward => Kept * Shape.Positions * Batch;

    public double Cotangents => IsFirst ? 0 : Kept * Winners * Rows;

    public double Kernel => (IsConvolution, IsRetained) switch
    {
        (true, _) => PerSampleProducts + (Entries * (Differentiated + Shape.Rows)),
        (false, true) => (Kept * Pairs) + UnitPairs,
        (false, false) => (Pairs * Shape.Columns) + (Entries * Shape.Rows),
    };

    public double Tangents
    {
        get
        {
            if (IsLast)
                return 0;
            var moved = IsFirst ? 0 : Kept * Winners * Rows;
            return moved + (IsConvolution, IsRetained) switch
            {
                (true, _) => PerSampleProducts + (2 * Entries * (Differentiated + Shape.Rows)),
                (false, true) => 2 * UnitPairs,
                (false, false) => 2 * Entries * Shape.Rows,
            };
        }
    }

    public double Reverse
    {
        get
        {
            var weights = Kept * ((Shape.Positions * Batch) + (IsFirst ? 0 : Winners * Rows));
            if (IsFirst)
                return weights;
            return weights + (Kept * Shape.Positions * Batch) + (IsConvolution, IsRetained) switch
            {
                (true, _) => PerSampleProducts,
                (false, true) => UnitPairs + (2 * Kept * Pairs),
                (false, false) => Entries + (2 * Pairs * Shape.Columns),
            };
        }
    }
}
