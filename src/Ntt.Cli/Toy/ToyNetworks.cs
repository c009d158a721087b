namespace Ntt.Cli.Toy;

/// <summary>The networks of several results, apart by what they are.</summary>
internal static class ToyNetworks
{
    /// <summary>
    /// Each network's name, with the scope of its kernel where that matters, and how it did in each seed. Results that differ in the scope alone have
    /// the other networks in common.
    /// </summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<ToySeed> Seeds)> Of(IReadOnlyList<ToyResult> results) =>
    [
        .. from result in results
           from item in result.Networks.Index()
           group (result.Seed, Network: new ToySeed(item.Item, result.Networks[0]), Place: item.Index) by NameOf(result, item.Item) into named
           orderby named.First().Place
           select (named.Key, (IReadOnlyList<ToySeed>)[.. named.DistinctBy(item => item.Seed).Select(item => item.Network)]),
    ];

    private static string NameOf(ToyResult result, ToyNetwork network)
        => network.Name == ToySettings.Students[0] ? $"{network.Name}, {result.KernelScope}" : network.Name;
}

/// <summary>A network of one seed.</summary>
/// <param name="Network">The network.</param>
/// <param name="Teacher">The dense one of the same seed.</param>
internal readonly record struct ToySeed(ToyNetwork Network, ToyNetwork Teacher)
{
    /// <summary>The Fréchet distance of the output's path from the teacher's, mean over the images whose paths are kept.</summary>
    public double FrechetDistance => Network.Paths.Zip(Teacher.Paths, (own, other) => PathDistance.Frechet(own.Outputs, other.Outputs)).Average();
}
