using Ntt.Cli.Tables;

namespace Ntt.Cli.Toy;

/// <summary>How far each student strays from its teacher: a row a network, means over seeds.</summary>
internal static class ToyTable
{
    /// <summary>The table of results of one setting.</summary>
    public static TextTable Of(IReadOnlyList<ToyResult> results) => new(
        [
            new("network", false),
            new("mean distance between paths", true),
            new("in the first tenth", true),
            new("Fréchet distance of paths", true),
            new("distance before training", true),
            new("distance at the end", true),
            new("loss at the end", true),
            new("accuracy at the end", true),
        ],
        [.. ToyNetworks.Of(results).Select(item => (string[])
        [
            item.Name,
            $"{item.Seeds.Average(seed => seed.Network.MeanDistance):0.0000}",
            $"{item.Seeds.Average(seed => seed.Network.EarlyDistance):0.0000}",
            $"{item.Seeds.Average(seed => seed.FrechetDistance):0.0000}",
            $"{item.Seeds.Average(seed => seed.Network.Distance[0]):0.0000}",
            $"{item.Seeds.Average(seed => seed.Network.Distance[^1]):0.0000}",
            $"{item.Seeds.Average(seed => seed.Network.Loss[^1]):0.00000}",
            $"{100 * item.Seeds.Average(seed => seed.Network.Accuracy[^1]):0.00} %",
        ])]);
}
