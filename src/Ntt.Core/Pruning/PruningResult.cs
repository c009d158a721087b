using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>A pruned network, ready to be trained, and how it came about.</summary>
/// <param name="Network">The pruned network.</param>
/// <param name="Report">What is left of each layer.</param>
/// <param name="History">The objective along the way; empty for methods without steps.</param>
/// <param name="Steps">Updates made by a method with steps, rounds of an iterative one, 0 of one that scores once.</param>
/// <param name="Duration">Wall time.</param>
public sealed record PruningResult(Network Network, PruningReport Report, IReadOnlyList<NttRecord> History, int Steps, TimeSpan Duration);
