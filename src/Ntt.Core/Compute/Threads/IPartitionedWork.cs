namespace Ntt.Compute;

/// <summary>
/// A computation cut into parts that may run in any order and on any thread of a <see cref="WorkerTeam"/>.
/// </summary>
/// <remarks>
/// Parts must own disjoint outputs and must not depend on the thread that runs them; then the result is the same, to the
/// bit, for every number of threads. Implemented by structs, so that the call of a part is a direct one.
/// </remarks>
public interface IPartitionedWork
{
    /// <summary>Computes one part.</summary>
    /// <param name="part">Index of the part, from 0 to the number of parts less one.</param>
    void Run(int part);
}
