using Ntt.Tangents;

namespace Ntt.Core.Tests.Oracle;

/// <summary>The empirical tangent kernel as the scalar products of per-sample Jacobian rows, in double.</summary>
internal sealed class OracleKernel
{
    private readonly double[][][] _rows;
    private readonly double[][][] _columns;

    /// <param name="jacobians">[samples][outputs][parameters].</param>
    /// <param name="pairing">Which pairs of samples.</param>
    /// <param name="counted">The factor of each parameter's share: 1 or, for a parameter that does not count, 0. Null when all count.</param>
    public OracleKernel(double[][][] jacobians, KernelPairing pairing, double[]? counted = null)
    {
        var half = jacobians.Length / 2;
        _rows = pairing == KernelPairing.Full ? jacobians : jacobians[..half];
        _columns = pairing == KernelPairing.Full ? jacobians : jacobians[half..];
        Outputs = jacobians[0].Length;
        Values = new double[_rows.Length, _columns.Length, Outputs, Outputs];
        for (var i = 0; i < _rows.Length; i++)
        {
            for (var j = 0; j < _columns.Length; j++)
            {
                for (var a = 0; a < Outputs; a++)
                {
                    for (var b = 0; b < Outputs; b++)
                    {
                        Values[i, j, a, b] = Product(_rows[i][a], _columns[j][b], counted);
                    }
                }
            }
        }
    }

    public int RowSamples => _rows.Length;

    public int ColumnSamples => _columns.Length;

    public int Outputs { get; }

    /// <summary>Θ[i, j, a, b].</summary>
    public double[,,,] Values { get; }

    public double Largest => Values.Cast<double>().Max(Math.Abs);

    /// <summary>(1/N) Σ (Θ − Θ')².</summary>
    public double DistanceTo(OracleKernel other)
        => Values.Cast<double>().Zip(other.Values.Cast<double>(), (one, two) => (one - two) * (one - two)).Sum() / Values.Length;

    private static double Product(double[] one, double[] two, double[]? counted)
    {
        double sum = 0;
        for (var index = 0; index < one.Length; index++)
        {
            sum += one[index] * two[index] * (counted is null ? 1 : counted[index]);
        }

        return sum;
    }
}
