namespace Ntt.Networks;

/// <summary>What is asked of a pass besides its logits: what nobody asks for need not be written.</summary>
internal enum ActivationNeeds
{
    /// <summary>The activations at every boundary, and derivatives of all kinds.</summary>
    All,

    /// <summary>The gradient of one scalar loss.</summary>
    Gradient,

    /// <summary>Nothing.</summary>
    None,
}
