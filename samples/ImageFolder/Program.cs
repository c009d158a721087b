using ImageFolder;
using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Estimators;
using Ntt.Networks;
using Ntt.Transforms;

// Images in folders, one a class: prune a small convolutional network before training, train what is left, save it, use it.
// The images are drawn here so that nothing else is needed; point the two paths to folders of your own PNG files and it is your program.
var folder = args is [var given] ? given : Path.Combine(AppContext.BaseDirectory, "shapes");
var (trainFolder, testFolder) = (Path.Combine(folder, "train"), Path.Combine(folder, "test"));
Shapes.Draw(trainFolder, imagesPerClass: 120, seed: 1);
Shapes.Draw(testFolder, imagesPerClass: 40, seed: 2);

// 1. A folder becomes a view with the columns Features (planar pixels, 0 to 1) and Label (a key named after the folders).
var ml = new MLContext(seed: 1);
ml.Log += (_, message) =>
{
    if (message.Source.Contains("Training", StringComparison.Ordinal) && message.RawMessage.Contains("Training", StringComparison.Ordinal))
        Console.WriteLine(message.RawMessage);
};
IDataView train = ml.Data.LoadFromImageFolder(trainFolder);
IDataView test = ml.Data.LoadFromImageFolder(testFolder, classNames: Shapes.Names);

// 2. A tenth of the weights is kept; the labels are not looked at for that.
var network = NetworkArchitecture.Parse("input 16x16x3, conv 8 5x5, relu, maxpool 2, flatten, dense 24, relu, dense 3");
var pipeline = ml.Transforms.NttPrune(new NttPruningEstimator.Options { Architecture = network, Density = 0.1, NumberOfSteps = 150 })
    .Append(ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options
    {
        NumberOfEpochs = 60,
        LearningRate = 0.003,
        Environment = ml,
    }));
TransformerChain<SparseNetworkTransformer> model = pipeline.Fit(train);

// 3. Metrics and the model file are ML.NET's own.
var metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
var trained = model.LastTransformer.Network;
Console.WriteLine($"{trained.KeptCount:N0} of {trained.WeightCount:N0} weights kept, test accuracy {metrics.MicroAccuracy:0.0%}.");
var path = Path.Combine(folder, "shapes.zip");
ml.Model.Save(model, train.Schema, path);

// 4. The saved model reads the test folder as well as the one that was trained.
var loaded = ml.MulticlassClassification.Evaluate(ml.Model.Load(path, out _).Transform(test));
Console.WriteLine($"shapes.zip, {new FileInfo(path).Length / 1000.0:N0} kB, loaded again: {loaded.MicroAccuracy:0.0%}.");
