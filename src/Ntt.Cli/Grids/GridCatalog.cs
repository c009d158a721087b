using Ntt.Pruning;

namespace Ntt.Cli.Grids;

/// <summary>The grids by name.</summary>
internal static class GridCatalog
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Grid> All { get; } =
    [
        new Grid(
            "methods-mnist",
            "Every method on MNIST with LeNet-300-100, layerwise and global.",
            "--data mnist --network lenet-300-100 --ntt-epochs 20 --epochs 15",
            [0.03],
            [.. PruningMethods.BuiltIn.All.Select(method => new GridMethod(method.Name, "layerwise", "global"))],
            [1, 2, 3]),
        new Grid(
            "methods-fashion",
            "The paper's methods and SynFlow on Fashion-MNIST with LeNet-5-Caffe.",
            "--data fashion-mnist --network lenet-5-caffe --ntt-epochs 2 --epochs 10",
            [0.03, 0.01],
            [.. Layerwise("ntt", "output-transfer", "logit-snip", "magnitude", "random", "scaled-random", "snip"), new GridMethod("synflow", "erk")],
            [1, 2, 3]),
        new Grid(
            "lenet-5-mnist",
            "NTT beside magnitude and random on MNIST with LeNet-5-Caffe, with a third of the paper's steps of NTT.",
            "--data mnist --network lenet-5-caffe --ntt-steps 6000 --epochs 50",
            [0.03],
            Layerwise("ntt", "magnitude", "random"),
            [1]),
        new Grid(
            "conv-4-cifar10",
            "NTT beside magnitude and random on CIFAR-10 with Conv-4, the kernel of the kept weights.",
            "--data cifar10 --network conv-4 --kernel-scope retained --cache-teacher --ntt-epochs 5 --epochs 40",
            [0.05, 0.03, 0.01],
            Layerwise("ntt", "magnitude", "random"),
            [1]),
    ];

    private static GridMethod[] Layerwise(params IEnumerable<string> methods) => [.. methods.Select(method => new GridMethod(method, "layerwise"))];
}
