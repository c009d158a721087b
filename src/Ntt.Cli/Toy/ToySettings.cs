using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Cli.Toy;

/// <summary>What <c>ntt toy</c> was asked for.</summary>
/// <param name="Arguments">The options as given that the result depends on.</param>
/// <param name="Data">Name of the data set.</param>
/// <param name="DataFolder">Where to look for it first.</param>
/// <param name="Images">Images, half of each class.</param>
/// <param name="Network">The network as it was asked for.</param>
/// <param name="Architecture">What it computes, with an output for each of the two classes.</param>
/// <param name="Pruning">How students are pruned.</param>
/// <param name="Steps">Steps of training.</param>
/// <param name="LearningRate">Learning rate of training, which is plain gradient descent on the squared error.</param>
/// <param name="Threads">Threads.</param>
internal sealed record ToySettings(
    IReadOnlyList<string> Arguments,
    string Data,
    string? DataFolder,
    int Images,
    string Network,
    NetworkArchitecture Architecture,
    NttOptions Pruning,
    int Steps,
    double LearningRate,
    int Threads)
{
    /// <summary>The method names of the students, each compared with the dense teacher.</summary>
    public static IReadOnlyList<string> Students { get; } = ["ntt", "magnitude", "random"];

    /// <summary>Intervals between the records of a training.</summary>
    public const int Intervals = 100;

    /// <summary>The paper's learning rate of training.</summary>
    public const double PaperLearningRate = 0.01;
}
