namespace Ntt.Core.Tests.Oracle;

/// <summary>Derivatives by central differences.</summary>
internal static class Differences
{
    /// <summary>The gradient of a function; 0 for the parameters that <paramref name="matters"/> leaves out.</summary>
    public static double[] Gradient(double[] parameters, Func<double[], double> function, Func<int, bool> matters, double step = 1e-5)
    {
        var gradient = new double[parameters.Length];
        var moved = (double[])parameters.Clone();
        for (var index = 0; index < parameters.Length; index++)
        {
            if (!matters(index))
            {
                continue;
            }

            moved[index] = parameters[index] + step;
            var above = function(moved);
            moved[index] = parameters[index] - step;
            var below = function(moved);
            moved[index] = parameters[index];
            gradient[index] = (above - below) / (2 * step);
        }

        return gradient;
    }
}
