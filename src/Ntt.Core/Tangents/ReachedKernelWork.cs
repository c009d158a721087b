using System.Buffers;
using Ntt.Compute;

namespace Ntt.Tangents;

/// <summary>
/// Θ's rows (·, i) += Σ over units p of g_ip ⊗ U(p), where U(p, (b, j)) = (A(p)ij + 1) g_jp^b: for each own sample i and output b a thin
/// matrix product over the units that reach b and whose gate is open at i.
/// </summary>
internal readonly struct ReachedKernelWork(ReachedSide side, float[] kernel) : IPartitionedWork
{
    /// <summary>Samples that a part takes one after the other.</summary>
    private const int SamplesPerPart = 2;

    public static int Parts(ReachedSide side) => (side.Own.Samples + SamplesPerPart - 1) / SamplesPerPart;

    public void Run(int part)
    {
        var live = side.Reach.LiveUnits.Length;
        var (k, pairs) = (side.Outputs, side.Other.Samples);
        var place = ArrayPool<int>.Shared.Rent(side.Units);
        var chosen = ArrayPool<int>.Shared.Rent(live + 1);
        var own = ArrayPool<float>.Shared.Rent(live * k);
        var left = ArrayPool<float>.Shared.Rent(live * k);
        var weighed = ArrayPool<float>.Shared.Rent(live * pairs);
        var end = Math.Min((part + 1) * SamplesPerPart, side.Own.Samples);
        for (var i = part * SamplesPerPart; i < end; i++)
        {
            GatherOwn(i, place, own);
            for (var output = 0; output < k; output++)
            {
                var count = Choose(output, place, chosen);
                if (count == 0)
                {
                    continue;
                }

                for (var index = 0; index < count; index++)
                {
                    var unit = chosen[index];
                    own.AsSpan(place[unit] * k, k).CopyTo(left.AsSpan(index * k));
                    Elementwise.IncrementedProduct(
                        side.Grams.AsSpan((unit * side.GramStride) + (i * pairs), pairs),
                        side.Cotangents.AsSpan((unit * side.Width) + side.Other.ColumnStart + (output * pairs), pairs),
                        weighed.AsSpan(index * pairs, pairs));
                }

                Gemm.MultiplyOnCaller(
                    true, false, k, pairs, count, left, k, weighed, pairs, kernel.AsSpan((i * side.Columns) + (output * pairs)), side.Own.Samples * side.Columns, accumulate: true);
            }
        }

        ArrayPool<int>.Shared.Return(place);
        ArrayPool<int>.Shared.Return(chosen);
        ArrayPool<float>.Shared.Return(own);
        ArrayPool<float>.Shared.Return(left);
        ArrayPool<float>.Shared.Return(weighed);
    }

    /// <summary>Own sample i's cotangents of the live units whose gate is open, [open × k], and each one's place there; −1 for a shut gate.</summary>
    private void GatherOwn(int i, int[] place, float[] own)
    {
        var count = 0;
        foreach (var unit in side.Reach.LiveUnits)
        {
            if (!side.IsOpen(unit, i))
            {
                place[unit] = -1;
                continue;
            }

            place[unit] = count;
            var at = (unit * side.Width) + side.Own.ColumnStart + i;
            for (var a = 0; a < side.Outputs; a++)
            {
                own[(count * side.Outputs) + a] = side.Cotangents[at + (a * side.Own.Samples)];
            }

            count++;
        }
    }

    /// <summary>The units that reach an output and have a place; returns how many.</summary>
    private int Choose(int output, int[] place, int[] chosen)
    {
        var count = 0;
        foreach (var unit in side.Reach.UnitsOf(output))
        {
            // Written in any case, since half of all gates are shut in no order that a processor could foresee.
            chosen[count] = unit;
            count += place[unit] < 0 ? 0 : 1;
        }

        return count;
    }
}
