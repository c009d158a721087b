using Microsoft.ML;
using Microsoft.ML.TorchSharp;
using Ntt.Data;
using Ntt.Estimators;
using Ntt.Networks;

// ML.NET's text classification and this library's sparse networks in one process, on one libtorch and on the device of one context: on the GPU that the
// argument numbers, or on the CPU without an argument or such a GPU.
var ml = new MLContext(seed: 1) { GpuDeviceId = args.Length > 0 ? int.Parse(args[0]) : null, FallbackToCpu = true };
ml.UseTorch();
Console.WriteLine($"This library computes on {ml.CreateTorchEngine().Name}.");

var pictures = ml.Data.LoadFromImages(GeneratedDigits.Generate(2_000, seed: 1));
var sparse = ml.Transforms
    .NttPrune(new NttPruningEstimator.Options { Architecture = Architectures.LeNet300100(), Density = 0.03, NumberOfSteps = 60, WeightDecay = 1e-5 })
    .Append(ml.MulticlassClassification.Trainers.SparseTrainer(numberOfEpochs: 30))
    .Fit(pictures);
var unseen = ml.Data.LoadFromImages(GeneratedDigits.Generate(500, seed: 2));
Console.WriteLine($"Digits, 3 % of the weights: test accuracy {ml.MulticlassClassification.Evaluate(sparse.Transform(unseen)).MicroAccuracy:0.0%}");

// The first fit downloads the pretrained language model.
var sentences = ml.Data.LoadFromEnumerable(Sentence.Examples());
var text = ml.Transforms.Conversion.MapValueToKey("Label")
    .Append(ml.MulticlassClassification.Trainers.TextClassification(sentence1ColumnName: "Text", batchSize: 8, maxEpochs: 3))
    .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
    .Fit(sentences);
using var judge = ml.Model.CreatePredictionEngine<Sentence, Verdict>(text);
foreach (var sentence in (string[])["a wonderful book", "a dreadful book"])
{
    Console.WriteLine($"'{sentence}': {judge.Predict(new Sentence { Text = sentence }).PredictedLabel}");
}

var shared = AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name == "TorchSharp").ToArray();
Console.WriteLine($"TorchSharp is loaded {shared.Length} time(s), of version {string.Join(", ", shared.Select(assembly => assembly.GetName().Version))}.");

internal sealed class Sentence
{
    public string Label { get; set; } = "good";

    public string Text { get; set; } = "";

    public static IEnumerable<Sentence> Examples()
    {
        foreach (var thing in (string[])["book", "film", "meal", "concert", "journey", "game"])
        {
            yield return new Sentence { Label = "good", Text = $"what a wonderful {thing}, I loved it" };
            yield return new Sentence { Label = "bad", Text = $"a dreadful {thing}, I was bored" };
        }
    }
}

internal sealed class Verdict
{
    public string PredictedLabel { get; set; } = "";
}
