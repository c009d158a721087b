using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

/// <summary>The vector widths every kernel is forced to, and the sizes it is tried with.</summary>
internal static class Widths
{
    public static readonly VectorWidth[] All = Enum.GetValues<VectorWidth>();

    /// <summary>One less and one more than the widths of vectors, tiles and strips.</summary>
    public static readonly int[] Sizes = [1, 2, 13, 14, 15, 31, 33, 63, 65, 100];
}
