using System.Globalization;
using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Tangents;
using Spectre.Console;
using TangentKernels;

// How fast a network learns is told by its tangent kernel before any training: gradient descent moves the outputs f by -rate/n * K (f - y).
// A teacher and students of a tenth of its weights on the paper's toy problem, two classes in one batch. How much of the teacher's kernel is in a student's?
var steps = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 600;
var count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 500;

var data = DataSets.TryLoad("mnist", dataFolder: null, out var mnist) ? mnist : DataSets.Load(DataSets.Digits);
int[] zeros = [.. Enumerable.Range(0, data.Train.Count).Where(image => data.Train.Labels[image] == 0).Take(count / 2)];
int[] ones = [.. Enumerable.Range(0, data.Train.Count).Where(image => data.Train.Labels[image] == 1).Take(count / 2)];
int[] chosen = [.. zeros, .. ones];
Array.Sort(chosen);
var images = data.Train.Subset(chosen);
var samples = images.ToSamples();
Console.WriteLine($"{images.Count} images of {data.Name}, {steps} steps of NTT.");

using var team = new WorkerTeam(WorkerTeam.Resolve(null));
var architecture = Architectures.LeNet300100(outputs: 2);
Network Prune(string method, KernelScope scope) => PruningMethods.BuiltIn.Find(method).Create(architecture, new NttOptions
{
    Density = 0.1,
    NumberOfSteps = steps,
    BatchSize = images.Count,
    ValidationFraction = 0,
    KernelScope = scope,
    KernelWeight = 1e-5,
    LearningRate = 1e-3,
    WeightDecay = 0,
}).Prune(samples).Network;

(string Name, Network Network)[] networks =
[
    ("teacher", Prune("dense", KernelScope.AllWeights)),
    ("NTT (all)", Prune("ntt", KernelScope.AllWeights)),
    ("NTT (kept)", Prune("ntt", KernelScope.RetainedWeights)),
    ("magnitude", Prune("magnitude", KernelScope.AllWeights)),
    ("random", Prune("random", KernelScope.AllWeights)),
];

// What the teacher has to unlearn, f - y, one number an output and sample.
var residual = new float[2 * images.Count];
networks[0].Network.ComputeLogits(samples.Values, residual, team);
for (var image = 0; image < images.Count; image++)
    residual[(2 * image) + images.Labels[image]]--;

// A kernel takes it off at the rate rᵀKr / rᵀr. Pruned weights do not move: what drives a student is the kernel of those it kept, whichever of the two
// NTT made like the teacher's.
KernelMatrix KernelOf(Network network, KernelScope scope) => new(NeuralTangentKernel.Compute(network, samples.Values, KernelPairing.Full, scope, team));
var teacher = KernelOf(networks[0].Network, KernelScope.AllWeights);
var teacherRate = teacher.Rate(residual);
var table = new Table().AddColumn("Network");
foreach (var heading in (string[])["All weights: distance", "rate", "Kept weights: distance", "rate"])
    table.AddColumn(new TableColumn(heading).RightAligned());
foreach (var (name, network) in networks)
{
    var (all, kept) = (KernelOf(network, KernelScope.AllWeights), KernelOf(network, KernelScope.RetainedWeights));
    string Share(KernelMatrix kernel) => $"{kernel.Rate(residual) / teacherRate:0.0%}";
    table.AddRow(name, $"{all.Kernel.DistanceTo(teacher.Kernel):N0}", Share(all), $"{kept.Kernel.DistanceTo(teacher.Kernel):N0}", Share(kept));
}

AnsiConsole.Write(table);
Console.WriteLine("Distance from the teacher's kernel, mean over the squares of entries; rate at which the teacher's error falls at first, beside the teacher's own.");
Console.WriteLine($"The teacher's kernel lets descent on the mean of |f - y|²/2 go at rates up to 2/λ = {2 * images.Count / teacher.LargestEigenvalue():0.0000}; beyond them it overshoots.");
