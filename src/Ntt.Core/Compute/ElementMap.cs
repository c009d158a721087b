using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
