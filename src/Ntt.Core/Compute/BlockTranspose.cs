using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Ntt.Compute;

/// <summary>
/// Transposes a few rows into columns: target[i * stride + r] = map(rows[r][i]). Four or sixteen elements leave in one
/// store, because scattering single floats would be bound by the stores.
/// </summary>
internal static unsafe class BlockTranspose
{
    /// <summary>Whether this machine has <see cref="SixteenRows{TMap}"/>.</summary>
    public static bool HasSixteenRows => Avx512F.IsSupported;

    /// <summary>
    /// Transposes sixteen rows, as far as sixteen elements of each go; stores whole vectors of sixteen.
    /// </summary>
    /// <param name="rows">The sixteen rows.</param>
    /// <param name="count">Elements of each row.</param>
    /// <param name="target">Where element 0 of the first row goes.</param>
    /// <param name="stride">Floats in the target from a row's element to its next, at least 16.</param>
    /// <param name="map">What is done to each element.</param>
    /// <returns>The number of elements of each row that were treated: <paramref name="count"/> less what is left of sixteen.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int SixteenRows<TMap>(float** rows, int count, float* target, nint stride, TMap map)
        where TMap : struct, IElementMap
    {
        int i = 0;
        for (; i + 16 <= count; i += 16)
            Block512(rows, i, target + i * stride, stride, map);
        return i;
    }

    /// <summary>Transposes four rows.</summary>
    /// <param name="row0">First row.</param>
    /// <param name="row1">Second row.</param>
    /// <param name="row2">Third row.</param>
    /// <param name="row3">Fourth row.</param>
    /// <param name="count">Elements of each row.</param>
    /// <param name="target">Where element 0 of the first row goes.</param>
    /// <param name="stride">Floats in the target from a row's element to its next.</param>
    /// <param name="map">What is done to each element.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourRows<TMap>(
        float* row0, float* row1, float* row2, float* row3, int count, float* target, nint stride, TMap map)
        where TMap : struct, IElementMap
    {
        int i = 0;
        if (Sse.IsSupported || AdvSimd.Arm64.IsSupported)
        {
            for (; i + 4 <= count; i += 4)
                Block128(row0 + i, row1 + i, row2 + i, row3 + i, target + i * stride, stride, map);
        }
        for (; i < count; i++)
        {
            float* column = target + i * stride;
            column[0] = map.Apply(row0[i]);
            column[1] = map.Apply(row1[i]);
            column[2] = map.Apply(row2[i]);
            column[3] = map.Apply(row3[i]);
        }
    }

    /// <summary>Spreads one row over a column, for the rows that do not make four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneRow<TMap>(float* row, int count, float* target, nint stride, TMap map)
        where TMap : struct, IElementMap
    {
        for (int i = 0; i < count; i++)
            target[i * stride] = map.Apply(row[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block512<TMap>(float** rows, int column, float* target, nint stride, TMap map)
        where TMap : struct, IElementMap
    {
        // Within each 128-bit lane a 4 x 4 transposition of four rows: vector t holds the columns t, t + 4, t + 8 and t + 12.
        Quarter(rows + 0, column, map, out Vector512<float> a0, out Vector512<float> a1, out Vector512<float> a2, out Vector512<float> a3);
        Quarter(rows + 4, column, map, out Vector512<float> b0, out Vector512<float> b1, out Vector512<float> b2, out Vector512<float> b3);
        Quarter(rows + 8, column, map, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3);
        Quarter(rows + 12, column, map, out Vector512<float> d0, out Vector512<float> d1, out Vector512<float> d2, out Vector512<float> d3);
        // Then the four quarters of a column are brought together.
        StoreColumns(a0, b0, c0, d0, target, 4 * stride);
        StoreColumns(a1, b1, c1, d1, target + stride, 4 * stride);
        StoreColumns(a2, b2, c2, d2, target + 2 * stride, 4 * stride);
        StoreColumns(a3, b3, c3, d3, target + 3 * stride, 4 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter<TMap>(
        float** rows, int column, TMap map,
        out Vector512<float> t0, out Vector512<float> t1, out Vector512<float> t2, out Vector512<float> t3)
        where TMap : struct, IElementMap
    {
        Vector512<float> x0 = map.Apply(Vector512.Load(rows[0] + column));
        Vector512<float> x1 = map.Apply(Vector512.Load(rows[1] + column));
        Vector512<float> x2 = map.Apply(Vector512.Load(rows[2] + column));
        Vector512<float> x3 = map.Apply(Vector512.Load(rows[3] + column));
        Vector512<double> low01 = Avx512F.UnpackLow(x0, x1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(x2, x3).AsDouble();
        Vector512<double> high01 = Avx512F.UnpackHigh(x0, x1).AsDouble();
        Vector512<double> high23 = Avx512F.UnpackHigh(x2, x3).AsDouble();
        t0 = Avx512F.UnpackLow(low01, low23).AsSingle();
        t1 = Avx512F.UnpackHigh(low01, low23).AsSingle();
        t2 = Avx512F.UnpackLow(high01, high23).AsSingle();
        t3 = Avx512F.UnpackHigh(high01, high23).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreColumns(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* target, nint stride)
    {
        const byte Even = 0b10_00_10_00, Odd = 0b11_01_11_01;
        Vector512<float> abEven = Avx512F.Shuffle4x128(a, b, Even), abOdd = Avx512F.Shuffle4x128(a, b, Odd);
        Vector512<float> cdEven = Avx512F.Shuffle4x128(c, d, Even), cdOdd = Avx512F.Shuffle4x128(c, d, Odd);
        Avx512F.Shuffle4x128(abEven, cdEven, Even).Store(target);
        Avx512F.Shuffle4x128(abOdd, cdOdd, Even).Store(target + stride);
        Avx512F.Shuffle4x128(abEven, cdEven, Odd).Store(target + 2 * stride);
        Avx512F.Shuffle4x128(abOdd, cdOdd, Odd).Store(target + 3 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block128<TMap>(
        float* row0, float* row1, float* row2, float* row3, float* target, nint stride, TMap map)
        where TMap : struct, IElementMap
    {
        Vector128<float> x0 = map.Apply(Vector128.Load(row0));
        Vector128<float> x1 = map.Apply(Vector128.Load(row1));
        Vector128<float> x2 = map.Apply(Vector128.Load(row2));
        Vector128<float> x3 = map.Apply(Vector128.Load(row3));
        (Vector128<float> low01, Vector128<float> high01) = Interleave(x0, x1);
        (Vector128<float> low23, Vector128<float> high23) = Interleave(x2, x3);
        Vector128.Create(low01.GetLower(), low23.GetLower()).Store(target);
        Vector128.Create(low01.GetUpper(), low23.GetUpper()).Store(target + stride);
        Vector128.Create(high01.GetLower(), high23.GetLower()).Store(target + 2 * stride);
        Vector128.Create(high01.GetUpper(), high23.GetUpper()).Store(target + 3 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> Low, Vector128<float> High) Interleave(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported
            ? (Sse.UnpackLow(x, y), Sse.UnpackHigh(x, y))
            : (AdvSimd.Arm64.ZipLow(x, y), AdvSimd.Arm64.ZipHigh(x, y));
}
