using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <summary>
/// Copies blocks of the operands of <see cref="Gemm"/> into panels, the order in which the micro-kernel reads them: for each
/// step of the sum the <c>width</c> elements of a panel side by side, <c>step</c> floats from one to the next. What a panel
/// at the edge does not fill is left as it is: the micro-kernel computes tiles with it, and those elements are dropped.
/// </summary>
internal static unsafe class GemmPacking
{
    /// <summary>Packs a block of vectors (rows of A, columns of B) into panels one after the other.</summary>
    /// <param name="source">The block's first element.</param>
    /// <param name="stride">Floats from a row of the source to the next.</param>
    /// <param name="alongRows">Whether a source row runs along the sum (A as it is, B transposed) or across it.</param>
    /// <param name="vectors">Vectors in the block.</param>
    /// <param name="depth">Steps of the sum.</param>
    /// <param name="panelVectors">Vectors in a full panel.</param>
    /// <param name="step">Floats in a panel from a step to the next.</param>
    /// <param name="target">Room for depth * step floats for each panel.</param>
    public static void Pack(
        float* source, nint stride, bool alongRows, int vectors, int depth, int panelVectors, int step, float* target)
    {
        for (int first = 0; first < vectors; first += panelVectors)
        {
            int width = Math.Min(panelVectors, vectors - first);
            if (alongRows)
                PackAlongRows(source + first * stride, stride, width, depth, step, target);
            else
                PackAcrossRows(source + first, stride, width, depth, step, target);
            target += (nint)depth * step;
        }
    }

    private static void PackAlongRows(float* source, nint stride, int width, int depth, int step, float* target)
    {
        int done = 0;
        if (BlockTranspose.HasSixteenRows && step % 16 == 0)
            done = PackSixteens(source, stride, width, depth, step, target);
        source += done;
        target += (nint)done * step;
        int row = 0;
        for (; row + 4 <= width; row += 4)
        {
            float* first = source + row * stride;
            BlockTranspose.FourRows(
                first, first + stride, first + 2 * stride, first + 3 * stride, depth - done, target + row, step, default(IdentityMap));
        }
        for (; row < width; row++)
            BlockTranspose.OneRow(source + row * stride, depth - done, target + row, step, default(IdentityMap));
    }

    /// <summary>Packs sixteen vectors at a time, the last one repeated where there are fewer, and returns the steps that were done.</summary>
    private static int PackSixteens(float* source, nint stride, int width, int depth, int step, float* target)
    {
        float** rows = stackalloc float*[16];
        int done = 0;
        for (int first = 0; first < width; first += 16)
        {
            for (int i = 0; i < 16; i++)
                rows[i] = source + Math.Min(first + i, width - 1) * stride;
            done = BlockTranspose.SixteenRows(rows, depth, target + first, step, default(IdentityMap));
        }
        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackAcrossRows(float* source, nint stride, int width, int depth, int step, float* target)
    {
        if (width >= Vector256<float>.Count)
        {
            // The last vector is moved back to end with the row, so that nothing is read past the end of the source.
            int last = width - Vector256<float>.Count;
            for (int k = 0; k < depth; k++, source += stride, target += step)
            {
                for (int i = 0; i < last; i += Vector256<float>.Count)
                    Vector256.Load(source + i).Store(target + i);
                Vector256.Load(source + last).Store(target + last);
            }
            return;
        }
        if (width >= Vector128<float>.Count)
        {
            int last = width - Vector128<float>.Count;
            for (int k = 0; k < depth; k++, source += stride, target += step)
            {
                Vector128.Load(source).Store(target);
                Vector128.Load(source + last).Store(target + last);
            }
            return;
        }
        for (int k = 0; k < depth; k++, source += stride, target += step)
            for (int i = 0; i < width; i++)
                target[i] = source[i];
    }
}
