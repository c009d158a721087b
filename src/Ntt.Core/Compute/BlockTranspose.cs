using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Ntt.Compute;

/// <summary>What is done to each element on its way through a transposition.</summary>
internal interface IElementMap
{
    float Apply(float x);

    Vector128<float> Apply(Vector128<float> x);

    Vector512<float> Apply(Vector512<float> x);
}

/// <summary>The element itself.</summary>
internal readonly struct IdentityMap : IElementMap
{
    public float Apply(float x) => x;

    public Vector128<float> Apply(Vector128<float> x) => x;

    public Vector512<float> Apply(Vector512<float> x) => x;
}

/// <summary>(x - mean) * scale.</summary>
internal readonly struct NormalizeMap(float mean, float scale) : IElementMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Apply(float x) => (x - mean) * scale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Apply(Vector128<float> x) => (x - Vector128.Create(mean)) * scale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> x) => (x - Vector512.Create(mean)) * scale;
}

/// <summary>
/// Transposes four rows into four columns: target[i * stride + r] = map(row_r[i]). Four elements of a column leave in one
/// store, because scattering single floats would be bound by the stores.
/// </summary>
internal static unsafe class BlockTranspose
{
    /// <summary>Transposes four rows.</summary>
    /// <param name="row0">First row.</param>
    /// <param name="row1">Second row.</param>
    /// <param name="row2">Third row.</param>
    /// <param name="row3">Fourth row.</param>
    /// <param name="count">Elements of each row.</param>
    /// <param name="target">Where element 0 of the first row goes.</param>
    /// <param name="stride">Floats in the target from a row's element to its next.</param>
    /// <param name="map">What is done to each element.</param>
    public static void FourRows<TMap>(
        float* row0, float* row1, float* row2, float* row3, int count, float* target, nint stride, TMap map)
        where TMap : struct, IElementMap
    {
        int i = 0;
        if (Avx512F.IsSupported)
        {
            for (; i + 16 <= count; i += 16)
                Block512(row0 + i, row1 + i, row2 + i, row3 + i, target + i * stride, stride, map);
        }
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
    public static void OneRow<TMap>(float* row, int count, float* target, nint stride, TMap map)
        where TMap : struct, IElementMap
    {
        for (int i = 0; i < count; i++)
            target[i * stride] = map.Apply(row[i]);
    }

    /// <summary>Within each 128-bit lane a 4 x 4 transposition: vector t then holds the columns t, t + 4, t + 8, t + 12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block512<TMap>(
        float* row0, float* row1, float* row2, float* row3, float* target, nint stride, TMap map)
        where TMap : struct, IElementMap
    {
        Vector512<float> x0 = map.Apply(Vector512.Load(row0));
        Vector512<float> x1 = map.Apply(Vector512.Load(row1));
        Vector512<float> x2 = map.Apply(Vector512.Load(row2));
        Vector512<float> x3 = map.Apply(Vector512.Load(row3));
        Vector512<double> low01 = Avx512F.UnpackLow(x0, x1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(x2, x3).AsDouble();
        Vector512<double> high01 = Avx512F.UnpackHigh(x0, x1).AsDouble();
        Vector512<double> high23 = Avx512F.UnpackHigh(x2, x3).AsDouble();
        StoreLanes(Avx512F.UnpackLow(low01, low23).AsSingle(), target, 4 * stride);
        StoreLanes(Avx512F.UnpackHigh(low01, low23).AsSingle(), target + stride, 4 * stride);
        StoreLanes(Avx512F.UnpackLow(high01, high23).AsSingle(), target + 2 * stride, 4 * stride);
        StoreLanes(Avx512F.UnpackHigh(high01, high23).AsSingle(), target + 3 * stride, 4 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLanes(Vector512<float> x, float* target, nint stride)
    {
        Avx512F.ExtractVector128(x, 0).Store(target);
        Avx512F.ExtractVector128(x, 1).Store(target + stride);
        Avx512F.ExtractVector128(x, 2).Store(target + 2 * stride);
        Avx512F.ExtractVector128(x, 3).Store(target + 3 * stride);
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
