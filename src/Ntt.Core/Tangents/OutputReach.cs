using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>
/// Which of the network's outputs each unit of a dense layer reaches over kept weights. The cotangents of the others are 0 whatever the
/// numbers are, and tangents by the others move no output: in a sparse network that leaves few pairs of unit and output.
/// </summary>
internal sealed class OutputReach
{
    private readonly int[] _outputStart;
    private readonly int[] _outputs;

    private OutputReach(int units, int outputs, Func<int, int, bool> reaches)
    {
        OutputCount = outputs;
        (_outputStart, _outputs) = List(units, outputs, reaches);
        LiveUnits = [.. Enumerable.Range(0, units).Where(IsLive)];
    }

    /// <summary>The network's outputs.</summary>
    public int OutputCount { get; }

    /// <summary>The units that reach an output, ascending.</summary>
    public int[] LiveUnits { get; }

    /// <summary>The pairs of a unit and an output that it reaches.</summary>
    public int PairCount => _outputs.Length;

    /// <summary>The outputs that a unit reaches, ascending.</summary>
    public ReadOnlySpan<int> OutputsOf(int unit) => _outputs.AsSpan(_outputStart[unit].._outputStart[unit + 1]);

    /// <summary>Whether a unit reaches any output.</summary>
    public bool IsLive(int unit) => _outputStart[unit] < _outputStart[unit + 1];

    /// <summary>The reach of every weighted step's units, in order; null for steps other than dense layers.</summary>
    public static OutputReach?[] Of(NetworkPass pass)
    {
        var reaches = new OutputReach?[pass.WeightSteps.Length];
        var end = pass.Steps.Length;
        for (var layer = reaches.Length - 1; layer >= 0; layer--)
        {
            if (pass.Steps[pass.WeightSteps[layer]] is DenseStep dense)
            {
                reaches[layer] = Of(pass, layer, dense.Weights.Shape.Rows, end);
            }

            end = pass.WeightSteps[layer];
        }

        return reaches;

        OutputReach Of(NetworkPass pass, int layer, int units, int end)
        {
            var outputs = pass.Architecture.OutputCount;
            var isUnitwise = pass.Steps[(pass.WeightSteps[layer] + 1)..end].All(step => step.InPlace);
            if (isUnitwise && end == pass.Steps.Length && units == outputs)
            {
                return new OutputReach(units, outputs, (unit, output) => unit == output);
            }

            return isUnitwise && layer + 1 < reaches.Length && reaches[layer + 1] is { } next
                ? next.Before(pass.WeightStep(layer + 1).Weights)
                : new OutputReach(units, outputs, (_, _) => true);
        }
    }

    /// <summary>The reach of the inputs of a layer whose units have this reach.</summary>
    private OutputReach Before(LayerWeights weights)
    {
        var (inputs, outputs) = (weights.Shape.Columns, OutputCount);
        var reaches = new bool[inputs * outputs];
        foreach (var unit in LiveUnits)
        {
            var isDense = weights.Sparse is null;
            var kept = isDense ? [] : weights.Sparse!.ColumnIndex[weights.Sparse.RowStart[unit]..weights.Sparse.RowStart[unit + 1]];
            foreach (var output in OutputsOf(unit))
            {
                for (var index = 0; index < (isDense ? inputs : kept.Length); index++)
                {
                    reaches[((isDense ? index : kept[index]) * outputs) + output] = true;
                }
            }
        }

        return new OutputReach(inputs, outputs, (input, output) => reaches[(input * outputs) + output]);
    }

    private static (int[] Start, int[] Members) List(int rows, int columns, Func<int, int, bool> contains)
    {
        var start = new int[rows + 1];
        var members = new List<int>();
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                if (contains(row, column))
                {
                    members.Add(column);
                }
            }

            start[row + 1] = members.Count;
        }

        return (start, [.. members]);
    }
}
