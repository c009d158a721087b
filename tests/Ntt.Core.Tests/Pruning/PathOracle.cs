namespace Ntt.Core.Tests.Pruning;

/// <summary>A dense network with rectifiers as the set of its paths, each walked one by one.</summary>
internal sealed class PathOracle(ScoreCase trial)
{
    /// <summary>For every weight, the sum over the paths through it of Π flow(θ) · c of the output where they end; 0 for biases.</summary>
    public double[] Scores(Func<double, double> flow, double[] outputs)
    {
        var scores = new double[trial.Theta.Length];
        ForEachPath((path, _) =>
        {
            var product = outputs[path[^1].Unit];
            foreach (var (_, parameter) in path)
            {
                product *= flow(trial.P[parameter]);
            }

            foreach (var (_, parameter) in path)
            {
                scores[parameter] += product;
            }
        });
        return scores;
    }

    /// <summary>For every output, the sum over samples and over the kept paths that are active of the squared input where the path begins.</summary>
    public double[] ActivePaths()
    {
        var sums = new double[trial.Oracle.Outputs];
        foreach (var x in trial.Inputs)
        {
            var active = ActiveUnits(x);
            ForEachPath((path, input) =>
            {
                var isActive = true;
                for (var layer = 0; layer < path.Length; layer++)
                {
                    isActive &= trial.Kept[path[layer].Parameter] != 0 && (layer == path.Length - 1 || active[layer][path[layer].Unit]);
                }

                sums[path[^1].Unit] += isActive ? x[input] * x[input] : 0;
            });
        }

        return sums;
    }

    private void ForEachPath(Action<(int Unit, int Parameter)[], int> visit)
    {
        var shapes = trial.Dense.Architecture.WeightLayers;
        var path = new (int Unit, int Parameter)[shapes.Count];
        for (var input = 0; input < shapes[0].Columns; input++)
        {
            Walk(0, 0, input, input);
        }

        void Walk(int layer, int start, int from, int input)
        {
            if (layer == shapes.Count)
            {
                visit(path, input);
                return;
            }

            for (var unit = 0; unit < shapes[layer].Rows; unit++)
            {
                path[layer] = (unit, start + (unit * shapes[layer].Columns) + from);
                Walk(layer + 1, start + shapes[layer].Count + shapes[layer].Rows, unit, input);
            }
        }
    }

    private List<bool[]> ActiveUnits(double[] x)
    {
        var active = new List<bool[]>();
        var h = x;
        var start = 0;
        foreach (var shape in trial.Dense.Architecture.WeightLayers)
        {
            var z = new double[shape.Rows];
            for (var unit = 0; unit < z.Length; unit++)
            {
                z[unit] = trial.P[start + shape.Count + unit];
                for (var column = 0; column < h.Length; column++)
                {
                    z[unit] += trial.P[start + (unit * shape.Columns) + column] * h[column];
                }
            }

            active.Add([.. z.Select(value => value > 0)]);
            h = [.. z.Select(value => Math.Max(0, value))];
            start += shape.Count + shape.Rows;
        }

        return active;
    }
}
