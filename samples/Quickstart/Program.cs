using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Data;
using Ntt.Estimators;
using Ntt.Networks;
using Ntt.Transforms;
using Quickstart;
using Spectre.Console;

// The main job: prune LeNet-300-100 to 3 % before training, in three ways, train what is left beside the dense network, and compare.
const double Density = 0.03;
const int NttSteps = 6_000;
const int TrainingSteps = 8_000;

var data = DataSets.TryLoad("mnist", dataFolder: null, out var mnist) ? mnist : DataSets.Load(DataSets.Digits);
Console.WriteLine(data.Folder is null
    ? "No MNIST found (NTT_DATA, ./data), so this runs on digits generated in code, which are harder."
    : $"MNIST from {data.Folder}.");
Console.WriteLine($"{data.Train.Count:N0} training and {data.Test.Count:N0} test images. A short budget: {TrainingSteps:N0} steps of training.");

// 1. Images become an ML.NET view with the columns Features and Label.
var ml = new MLContext(seed: 1);
IDataView train = ml.Data.LoadFromImages(data.Train);
IDataView test = ml.Data.LoadFromImages(data.Test);

// 2. A pruning step finds a network. None of them ever looks at the labels.
var architecture = Architectures.LeNet300100();
(string Name, PruningEstimator Pruning)[] methods =
[
    ("dense", ml.Transforms.DenseNetwork(architecture)),
    ("random", ml.Transforms.RandomPrune(architecture, density: Density)),
    ("magnitude", ml.Transforms.MagnitudePrune(architecture, density: Density)),
    ("NTT", ml.Transforms.NttPrune(new NttPruningEstimator.Options
    {
        Architecture = architecture,
        Density = Density,
        NumberOfSteps = NttSteps,
    })),
];

var table = new Table().AddColumn("Method");
foreach (var heading in (string[])["Test accuracy", "Weights kept", "Prune", "Train", "Model file"])
    table.AddColumn(new TableColumn(heading).RightAligned());

var path = "";
var clock = Stopwatch.StartNew();
foreach (var (name, pruning) in methods)
{
    Console.WriteLine($"{name} ...");

    // 3. Behind it a trainer takes the network on, and trains a sparse one sparse.
    var pipeline = pruning.Append(ml.MulticlassClassification.Trainers.SparseTrainer(
        new SparseSupervisedTrainer.Options { NumberOfSteps = TrainingSteps }));
    TransformerChain<SparseNetworkTransformer> model = pipeline.Fit(train);

    // 4. Metrics and the model file are ML.NET's own. The last transformer, the trained network, is all that scoring needs.
    var metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
    path = Path.Combine(AppContext.BaseDirectory, $"{name}.zip");
    ml.Model.Save(model.LastTransformer, train.Schema, path);

    var network = model.LastTransformer.Network;
    table.AddRow(
        name,
        $"{metrics.MicroAccuracy:0.00%}",
        $"{network.KeptCount:N0} ({network.Density:0.#%})",
        $"{model.OfType<PrunedNetworkTransformer>().Single().Result!.Duration.TotalSeconds:0.0} s",
        $"{model.LastTransformer.Result!.Duration.TotalSeconds:0.0} s",
        $"{new FileInfo(path).Length / 1000.0:N0} kB");
}

AnsiConsole.Write(table);
Console.WriteLine($"All four took {clock.Elapsed.TotalSeconds:0} s, testing included.");

// 5. Anybody with the file and the packages can use it.
ITransformer loaded = ml.Model.Load(path, out _);
using var engine = ml.Model.CreatePredictionEngine<Image, Prediction>(loaded);
var prediction = engine.Predict(new Image { Features = data.Test.Take(1).ToSamples().Values });
var predicted = data.Test.ClassNames[(int)prediction.PredictedLabel - 1];
var label = data.Test.ClassNames[data.Test.Labels[0]];
Console.WriteLine($"{Path.GetFileName(path)}, loaded again, says of the first test image: {predicted}, {prediction.Score.Max():0.0%} sure.");
Console.WriteLine($"Its label: {label}.");
