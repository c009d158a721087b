using System.Text.Json.Serialization;
using Ntt.Cli.Results;

namespace Ntt.Cli.Toy;

/// <summary>What <c>ntt toy</c> writes: how the outputs of a dense network and of sparse ones move while each is trained.</summary>
/// <param name="Version">The version of the program that made it.</param>
/// <param name="Arguments">What stood behind <c>ntt toy</c>: the options given that the result depends on.</param>
/// <param name="Data">The data set.</param>
/// <param name="Images">Images, half of each of the classes 0 and 1; all of them are one batch.</param>
/// <param name="Network">The network as it was asked for.</param>
/// <param name="KernelScope">Whose derivatives make up the kernel that NTT compares: <c>all</c> or <c>retained</c>.</param>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Density">Kept fractions of the students' weights.</param>
/// <param name="Prune">NTT's stage.</param>
/// <param name="TrainSeconds">Wall time of all trainings.</param>
/// <param name="Steps">The steps of training at which all curves have a value.</param>
/// <param name="Networks">The networks, the dense teacher first.</param>
/// <param name="Machine">What it ran on.</param>
internal sealed record ToyResult(
    string Version,
    IReadOnlyList<string> Arguments,
    string Data,
    int Images,
    string Network,
    string KernelScope,
    int Seed,
    int Threads,
    DensityFacts Density,
    PruneFacts Prune,
    double TrainSeconds,
    IReadOnlyList<int> Steps,
    IReadOnlyList<ToyNetwork> Networks,
    MachineFacts? Machine)
{
    /// <summary>The budget of the figure that it is a cell of; null for none.</summary>
    public string? Budget { get; init; }

    /// <summary>The learning rate of all trainings; null in results of before it could be chosen, which have the paper's.</summary>
    public double? LearningRate { get; init; }

    /// <summary>What results have in common that can stand beside each other: all but the seed and the kernel's scope.</summary>
    [JsonIgnore]
    public ToyProblem Problem => new(Data, Network, Budget, Images, Density.Requested, Prune.Steps, Steps[^1], LearningRate ?? ToySettings.PaperLearningRate);
}

/// <summary>How one network was trained; each list has a value for each step of the result.</summary>
/// <param name="Name"><c>teacher</c>, or the method that pruned it.</param>
/// <param name="Loss">Mean over the images of half the squared distance between output and one-hot label.</param>
/// <param name="Accuracy">Fraction of the images classified right.</param>
/// <param name="Distance">Mean over the images of the Euclidean distance between its output and the teacher's at the same step.</param>
/// <param name="MeanDistance">Mean of <paramref name="Distance"/> over all of training, by steps.</param>
/// <param name="EarlyDistance">The same over the first tenth of training.</param>
/// <param name="Paths">The outputs of some images.</param>
internal sealed record ToyNetwork(
    string Name,
    IReadOnlyList<double> Loss,
    IReadOnlyList<double> Accuracy,
    IReadOnlyList<double> Distance,
    double MeanDistance,
    double EarlyDistance,
    IReadOnlyList<ToyPath> Paths)
{
    /// <summary>The name of the dense network.</summary>
    public const string Teacher = "teacher";
}

/// <summary>How the output for one image moves.</summary>
/// <param name="Image">The image's number among those of the result.</param>
/// <param name="Label">Its class.</param>
/// <param name="Outputs">Both outputs, a pair for each step of the result.</param>
internal sealed record ToyPath(int Image, int Label, IReadOnlyList<double[]> Outputs);

/// <summary>What was asked of the networks of a result.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Network">The network as it was asked for.</param>
/// <param name="Budget">The budget of the figure; null for none.</param>
/// <param name="Images">Images in the batch.</param>
/// <param name="Density">Fraction of the weights that was to be kept.</param>
/// <param name="PruningSteps">Steps of NTT.</param>
/// <param name="TrainingSteps">Steps of training.</param>
/// <param name="LearningRate">Learning rate of training.</param>
internal sealed record ToyProblem(
    string Data, string Network, string? Budget, int Images, double Density, int PruningSteps, int TrainingSteps, double LearningRate);
