using Ntt.Cli.Results;
using Ntt.Compute;

namespace Ntt.Cli.Benches;

/// <summary>Dense products: a large square one, and those of an NTT step of LeNet-300-100 with batches of 64.</summary>
internal static class GemmBenchmark
{
    public const string Name = "gemm";

    private static readonly Shape[] s_shapes =
    [
        new(1024, 1024, 1024, "square"),
        new(32, 32, 784, "kernel of the inputs", TransposeA: true),
        new(320, 320, 300, "kernel of the first layer's cotangents", TransposeA: true),
        new(320, 320, 100, "kernel of the second layer's cotangents", TransposeA: true),
        new(300, 320, 320, "tangents of the first layer", TransposeB: true),
        new(300, 320, 320, "tangents of the first layer, other half"),
        new(300, 64, 784, "teacher's first layer forward"),
        new(300, 640, 100, "teacher's first cotangents", TransposeA: true),
    ];

    public static IEnumerable<BenchRow> Run(BenchSettings settings)
    {
        using var team = new WorkerTeam(settings.Threads);
        foreach (var shape in s_shapes)
        {
            var (m, n, k) = (shape.M, shape.N, shape.K);
            var random = new RandomStream(1, "bench");
            float[] a = Values(random, m * k), b = Values(random, k * n), c = new float[m * n];
            var timings = Timings.Of(
                () => Gemm.Multiply(
                    team, shape.TransposeA, shape.TransposeB, m, n, k, a, shape.TransposeA ? m : k, b, shape.TransposeB ? k : n, c, n, accumulate: false),
                settings);
            yield return timings.ToRow(Name, shape.ToString(), new Work(2.0 * m * n * k), settings);
        }
    }

    private static float[] Values(RandomStream random, int count)
    {
        var values = new float[count];
        for (var index = 0; index < count; index++)
            values[index] = (float)random.NextDouble() - 0.5f;
        return values;
    }

    private sealed record Shape(int M, int N, int K, string Role, bool TransposeA = false, bool TransposeB = false)
    {
        public override string ToString() => $"{M}x{N}x{K}{(TransposeA ? " A'" : "")}{(TransposeB ? " B'" : "")}: {Role}";
    }
}
