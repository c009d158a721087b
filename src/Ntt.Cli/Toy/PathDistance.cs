namespace Ntt.Cli.Toy;

/// <summary>How far two paths are from each other: walked at once, or as curves, each at its own pace.</summary>
internal static class PathDistance
{
    /// <summary>The mean over steps of a distance that is known at some of them and goes straight between.</summary>
    /// <param name="steps">Where it is known, ascending from 0.</param>
    /// <param name="distance">The distance at each.</param>
    /// <param name="until">The last step of the mean, at most the last of <paramref name="steps"/>; with 0 it is the distance at step 0.</param>
    public static double Mean(IReadOnlyList<int> steps, IReadOnlyList<double> distance, int until)
    {
        double area = 0;
        for (var index = 1; index < steps.Count && steps[index - 1] < until; index++)
        {
            var (from, to) = (steps[index - 1], steps[index]);
            var end = Math.Min(until, to);
            var last = distance[index - 1] + ((distance[index] - distance[index - 1]) * (end - from) / (to - from));
            area += (end - from) * (distance[index - 1] + last) / 2;
        }

        return until == 0 ? distance[0] : area / until;
    }

    /// <summary>
    /// The discrete Fréchet distance of two paths in the plane, each walked from its first point to its last, never back and at any pace: the greatest
    /// distance of the two walkers, where they walk so that it is least (Eiter and Mannila, Computing discrete Fréchet distance, 1994).
    /// </summary>
    /// <param name="first">A path, pairs of coordinates; one at least.</param>
    /// <param name="second">The other; it may have another number of points.</param>
    public static double Frechet(IReadOnlyList<double[]> first, IReadOnlyList<double[]> second)
    {
        // Of the walks that end at the current point of the first path and each point of the second.
        var least = new double[second.Count];
        for (var i = 0; i < first.Count; i++)
        {
            var diagonal = i == 0 ? 0 : double.PositiveInfinity;
            for (var j = 0; j < second.Count; j++)
            {
                var stayed = i == 0 ? double.PositiveInfinity : least[j];
                var walked = j == 0 ? double.PositiveInfinity : least[j - 1];
                var here = double.Hypot(first[i][0] - second[j][0], first[i][1] - second[j][1]);
                least[j] = Math.Max(here, Math.Min(diagonal, Math.Min(stayed, walked)));
                diagonal = stayed;
            }
        }

        return least[^1];
    }
}
