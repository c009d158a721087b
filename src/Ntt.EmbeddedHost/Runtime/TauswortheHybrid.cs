using System.Numerics;

namespace Microsoft.ML.Runtime;

/// <summary>Three Tausworthe generators and a linear congruential one, combined: the numbers ML.NET draws for a seed.</summary>
internal sealed class TauswortheHybrid : Random
{
    private const int SmallestSeed = 128;

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

    public TauswortheHybrid(Random source)
    {
        _first = Draw(source, SmallestSeed);
        _second = Draw(source, SmallestSeed);
        _third = Draw(source, SmallestSeed);
        _linear = Draw(source, 0);
    }

    /// <summary>In [0, 1), of 23 bits.</summary>
    public override float NextSingle() => (Step() >> 9) * (1f / (1 << 23));

    public override double NextDouble() => Step() * (1.0 / (1L << 32));

    public override int Next()
    {
        var bits = Step();
        return (int)(bits + (bits & 0x80000000));
    }

    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)((Step() * (ulong)maxValue) >> 32);
    }

    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)((long)(NextDouble() * ((long)maxValue - minValue)) + minValue);
    }

    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    public override void NextBytes(Span<byte> buffer)
    {
        for (var i = 0; i < buffer.Length; i++)
            buffer[i] = (byte)Next();
    }

    protected override double Sample() => NextDouble();

    private static uint Draw(Random source, uint smallest)
    {
        uint bits;
        do
            bits = ((uint)source.Next(0x10000) << 16) | (uint)source.Next(0x10000);
        while (bits < smallest);
        return bits;
    }

    /// <summary>A round of Murmur hash 3.</summary>
    private static uint Mix(uint hash, uint chunk)
    {
        hash ^= BitOperations.RotateLeft(chunk * 0xCC9E2D51, 15) * 0x1B873593;
        return (BitOperations.RotateLeft(hash, 13) * 5) + 0xE6546B64;
    }

    private static uint Tausworthe(uint z, int a, int b, int c, uint mask) => ((z & mask) << c) ^ (((z << a) ^ z) >> b);

    private uint Step()
    {
        _first = Tausworthe(_first, 13, 19, 12, ~0x1u);
        _second = Tausworthe(_second, 2, 25, 4, ~0x7u);
        _third = Tausworthe(_third, 3, 11, 17, ~0xFu);
        _linear = (1664525 * _linear) + 1013904223;
        return _first ^ _second ^ _third ^ _linear;
    }
}
