using System.Numerics;

namespace Microsoft.ML.Runtime;

/// <summary>Three Tausworthe generators and a linear congruential one, combined: the numbers ML.NET splits data by.</summary>
internal sealed class TauswortheHybrid
{
    private uint _first;
    private uint _second;
    private uint _third;
    private uint _linear;

    public TauswortheHybrid(uint seed)
    {
        _first = seed;
        _second = Mix(_first, _first);
        _third = Mix(_second, _first);
        _linear = Mix(_third, _first);
    }

    /// <summary>In [0, 1), of 23 bits.</summary>
    public float NextSingle()
    {
        _first = Step(_first, 13, 19, 12, ~0x1u);
        _second = Step(_second, 2, 25, 4, ~0x7u);
        _third = Step(_third, 3, 11, 17, ~0xFu);
        _linear = (1664525 * _linear) + 1013904223;
        return ((_first ^ _second ^ _third ^ _linear) >> 9) * (1f / (1 << 23));
    }

    /// <summary>A round of Murmur hash 3.</summary>
    private static uint Mix(uint hash, uint chunk)
    {
        hash ^= BitOperations.RotateLeft(chunk * 0xCC9E2D51, 15) * 0x1B873593;
        return (BitOperations.RotateLeft(hash, 13) * 5) + 0xE6546B64;
    }

    private static uint Step(uint z, int a, int b, int c, uint mask) => ((z & mask) << c) ^ (((z << a) ^ z) >> b);
}
