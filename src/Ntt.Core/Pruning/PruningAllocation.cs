namespace Ntt.Pruning;

/// <summary>How the kept weights are shared out among the layers.</summary>
public enum PruningAllocation
{
    /// <summary>Every layer keeps the same fraction of its weights.</summary>
    Layerwise,

    /// <summary>The weights of all layers compete with each other.</summary>
    Global,
}
