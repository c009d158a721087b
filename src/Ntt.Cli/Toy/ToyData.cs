using Ntt.Cli.CommandLine;
using Ntt.Data;
using Ntt.Training;

namespace Ntt.Cli.Toy;

/// <summary>The images of the toy problem: the first training images of the classes 0 and 1, as many of each.</summary>
internal static class ToyData
{
    /// <summary>The images, in the order of the data set.</summary>
    /// <exception cref="UsageException">There are not as many.</exception>
    public static LabeledSamples Load(ToySettings settings)
    {
        var images = DataSets.Load(settings.Data, settings.DataFolder).Train;
        if (images.Shape.Size != settings.Architecture.Input.Size)
        {
            throw new UsageException(
                $"--network '{settings.Network}' reads images of {settings.Architecture.Input}; those of --data {settings.Data} are {images.Shape}.");
        }

        var each = settings.Images / 2;
        int[] chosen = [.. FirstOf(images, 0, each), .. FirstOf(images, 1, each)];
        if (chosen.Length < settings.Images)
            throw new UsageException($"--images is {settings.Images}; --data {settings.Data} has {chosen.Length} such images of the classes 0 and 1.");
        Array.Sort(chosen);
        var subset = images.Subset(chosen);
        return new LabeledSamples(subset.ToSamples(), subset.Labels);
    }

    private static IEnumerable<int> FirstOf(LabeledImages images, int label, int count)
        => Enumerable.Range(0, images.Count).Where(image => images.Labels[image] == label).Take(count);
}
