using Microsoft.ML.Data;

namespace Quickstart;

/// <summary>What the model reads: 28 x 28 pixels, 0 to 1.</summary>
internal sealed class Image
{
    [VectorType(784)]
    public float[] Features { get; set; } = [];
}

/// <summary>What it answers: the class, counted from 1 as ML.NET's keys are, and a probability a class.</summary>
internal sealed class Prediction
{
    public uint PredictedLabel { get; set; }

    public float[] Score { get; set; } = [];
}
