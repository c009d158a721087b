namespace Ntt.Core.Tests.Compute;

/// <summary>Seeded test data.</summary>
internal static class Fill
{
    /// <summary>Floats from -1 to 1.</summary>
    public static float[] Uniform(Random random, int count)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = 2 * random.NextSingle() - 1;
        return values;
    }
}
