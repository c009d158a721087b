namespace Ntt.Cli.Toy;

/// <summary>The distance of two paths that are walked at once.</summary>
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
}
