using Ntt.Compute;

namespace Ntt.Tangents;

/// <summary>
/// The kernel of a dense layer behind pruned ones as seen from the samples of one side ("own"): what a fixed own sample i and the units whose
/// gate is open there give to all samples j of the other side, over the outputs that each unit reaches.
/// </summary>
internal readonly unsafe struct ReachedSide(
    KernelGeometry geometry, OutputReach reach, KernelSide own, KernelSide other, float[] grams, bool isGramShared, float[] g, float[]? gate)
{
    /// <summary>Units that a part of the work takes together.</summary>
    public const int UnitsPerPart = 16;

    /// <summary>Floats between the pairs of one unit and those of the next: no multiple of a page, which a cache would place on top of each other.</summary>
    private const int Gap = 16;

    public int Outputs => geometry.Outputs;

    public int Samples => geometry.Samples;

    public KernelSide Own => own;

    public KernelSide Other => other;

    public OutputReach Reach => reach;

    /// <summary>A(p), [unit] [own sample × other sample], <see cref="GramStride"/> from a unit to the next.</summary>
    public float[] Grams => grams;

    /// <summary>0 where all units see the same inputs.</summary>
    public int GramStride => isGramShared ? 0 : UnitStride;

    public float[] Cotangents => g;

    /// <summary>Cotangent columns in all.</summary>
    public int Width => geometry.Layout.Columns;

    /// <summary>Cotangent columns of the other side: the length of a row of m.</summary>
    public int Columns => Outputs * other.Samples;

    /// <summary>Floats from the pairs of a unit to those of the next.</summary>
    public int UnitStride => StrideOf(geometry);

    /// <summary>Parts of work on the live units.</summary>
    public int UnitParts => (reach.LiveUnits.Length + UnitsPerPart - 1) / UnitsPerPart;

    /// <summary>Room for the pairs of all units.</summary>
    public static int RoomFor(KernelGeometry geometry, int units) => MatrixArgument.Room(units, StrideOf(geometry));

    /// <summary>The live units of a part.</summary>
    public ReadOnlySpan<int> UnitsOf(int part)
        => reach.LiveUnits.AsSpan(part * UnitsPerPart, Math.Min(UnitsPerPart, reach.LiveUnits.Length - (part * UnitsPerPart)));

    /// <summary>Whether a unit's gate is open at own sample <paramref name="i"/>.</summary>
    public bool IsOpen(int unit, int i) => gate is null || gate[(unit * geometry.Samples) + own.SampleStart + i] > 0;

    /// <summary>The own samples at which a unit's gate is open; returns how many.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="open">Room for all own samples.</param>
    public int OpenSamples(int unit, int* open)
    {
        var count = 0;
        for (var i = 0; i < own.Samples; i++)
        {
            // Written in any case, since half of all gates are shut in no order that a processor could foresee.
            open[count] = i;
            count += IsOpen(unit, i) ? 1 : 0;
        }

        return count;
    }

    private static int StrideOf(KernelGeometry geometry) => (geometry.RowSide.Samples * geometry.ColumnSide.Samples) + Gap;
}
