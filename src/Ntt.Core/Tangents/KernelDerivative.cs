using Ntt.Compute;

namespace Ntt.Tangents;

/// <summary>The derivative M of a loss by the kernel, [(a, i) × (b, j)], and its transpose, [(b, j) × (a, i)].</summary>
internal sealed class KernelDerivative(KernelGeometry geometry, float[] values)
{
    public KernelGeometry Geometry { get; } = geometry;

    /// <summary>M, [(a, i) × (b, j)].</summary>
    public float[] Values { get; } = values;

    /// <summary>Mᵀ, [(b, j) × (a, i)]. Valid after <see cref="UpdateTransposed"/>.</summary>
    public float[] Transposed { get; } = new float[geometry.Entries];

    /// <summary>Brings <see cref="Transposed"/> up to date with <see cref="Values"/>.</summary>
    public void UpdateTransposed(WorkerTeam team) => Transpose.Copy(team, Geometry.Rows, Geometry.Columns, Values, Geometry.Columns, Transposed, Geometry.Rows);
}
