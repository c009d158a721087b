using Microsoft.ML;
using Ntt.Data;
using Ntt.Estimators;
using Ntt.Networks;
using Ntt.Torch;
using TorchSharp;

// Prunes and trains on the GPU that the argument numbers (default 0), or on the CPU where there is none.
var id = args.Length > 0 ? int.Parse(args[0]) : 0;
var ml = new MLContext(seed: 1) { GpuDeviceId = id, FallbackToCpu = true };
ml.UseTorch();
var engine = ml.CreateTorchEngine();
if (engine.Device.type == DeviceType.CPU)
{
    Console.WriteLine($"There is no CUDA device {id}: everything runs on the CPU.");
    torch.set_num_threads(Environment.ProcessorCount);
}

IDataView train = ml.Data.LoadFromImages(GeneratedDigits.Generate(2_000, seed: 1));
IDataView test = ml.Data.LoadFromImages(GeneratedDigits.Generate(500, seed: 2));
var pipeline = ml.Transforms
    .NttPrune(new NttPruningEstimator.Options
    {
        Architecture = Architectures.LeNet5Caffe(),
        Density = 0.03,
        NumberOfSteps = 40,
        WeightDecay = 1e-5,
        RecordInterval = 10,
        Progress = new Watch<Ntt.Pruning.NttRecord>(record => Console.WriteLine($"pruning, step {record.Step}: kernel distance {record.KernelDistance:0.0}")),
    })
    .Append(ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options
    {
        NumberOfEpochs = 3,
        RecordInterval = 30,
        Progress = new Watch<Ntt.Training.TrainingRecord>(record => Console.WriteLine($"training, step {record.Step}: loss {record.Loss:0.000}")),
    }));

var model = pipeline.Fit(train);
Console.WriteLine($"{engine.Name}: test accuracy {ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy:0.0%}");

// The same network as a torch module, for whatever torch is wanted for next.
using var module = model.LastTransformer.Network.ToTorchModule();
using var logits = module.call(torch.zeros(1, 784));
Console.WriteLine($"As a torch module: logits [{string.Join(", ", logits.shape)}] of a blank image.");

internal sealed class Watch<T>(Action<T> action) : IProgress<T>
{
    public void Report(T value) => action(value);
}
