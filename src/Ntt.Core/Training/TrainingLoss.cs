namespace Ntt.Training;

/// <summary>What supervised training makes small, as a mean over the samples of a batch.</summary>
public enum TrainingLoss
{
    /// <summary>Cross-entropy of the softmax of the outputs, in nats.</summary>
    SoftmaxCrossEntropy,

    /// <summary>½ ‖f(x) − e‖², the outputs against the one-hot vector e of the class; the loss under which the tangent kernel alone decides how outputs move.</summary>
    SquaredError,
}
