using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Networks;

var ml = new MLContext(seed: 1);
IDataView train = ml.Data.LoadFromIdx("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
IDataView test = ml.Data.LoadFromIdx("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz");

// Finds 3 % of the weights to keep, and never reads a label; then trains those alone.
var pipeline = ml.Transforms.NttPrune(Architectures.LeNet300100(), density: 0.03)
    .Append(ml.MulticlassClassification.Trainers.SparseTrainer("Label", "Features"));

ITransformer model = pipeline.Fit(train);
var metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
Console.WriteLine($"Test accuracy {metrics.MicroAccuracy:0.00%}");

// An ordinary ML.NET model file.
ml.Model.Save(model, train.Schema, "mnist-sparse.zip");
ITransformer loaded = ml.Model.Load("mnist-sparse.zip", out _);
using var engine = ml.Model.CreatePredictionEngine<Image, Prediction>(loaded);
var prediction = engine.Predict(new Image { Features = new float[784] });
// A label is a key, and keys count from 1.
Console.WriteLine($"A blank image is a {prediction.PredictedLabel - 1} with probability {prediction.Score.Max():0.00}");

internal sealed class Image
{
    [VectorType(784)]
    public float[] Features { get; set; } = [];
}

internal sealed class Prediction
{
    public uint PredictedLabel { get; set; }

    public float[] Score { get; set; } = [];
}
