using Ntt.Compute;
using Ntt.Networks;
using Ntt.Training;

namespace Ntt.Pruning;

/// <summary>
/// The parameters of one student layer while NTT tunes it. All weights exist, pruned or not, and a mask chooses those in use. A weight that
/// was never kept stands at its teacher's value and its Adam moments are zero, so an Adam step would leave it there: only the weights that
/// were ever kept ("live") are stored with moments and stepped. One that was pruned again has gradient zero and drifts on what is left of
/// its momentum.
/// </summary>
internal sealed class StudentLayer
{
    private readonly double _learningRate;
    private readonly float[] _weights;
    private readonly AdamOptimizer _biasOptimizer;
    private AdamOptimizer _weightOptimizer;
    private int[] _live = [];
    private float[] _liveWeights = [];
    private float[] _liveGradient = [];
    private int[] _keptSlots = [];

    public StudentLayer(LayerWeights teacher, Mask mask, double learningRate)
    {
        _learningRate = learningRate;
        _weights = (float[])teacher.Values.Clone();
        _weightOptimizer = new AdamOptimizer(0, learningRate);
        _biasOptimizer = new AdamOptimizer(teacher.Bias.Length, learningRate);
        BiasGradient = new float[teacher.Bias.Length];
        Kept = teacher;
        UseMask(teacher.Shape, mask, [.. teacher.Bias]);
    }

    /// <summary>The kept weights and the biases: what the network uses.</summary>
    public LayerWeights Kept { get; private set; }

    /// <summary>Derivative of the loss by <see cref="LayerWeights.Values"/> of <see cref="Kept"/>.</summary>
    public float[] WeightGradient { get; private set; } = [];

    /// <summary>Derivative of the loss by the biases.</summary>
    public float[] BiasGradient { get; }

    /// <summary>All weights as they stand, the pruned ones included.</summary>
    public float[] AllWeights()
    {
        for (var slot = 0; slot < _live.Length; slot++)
        {
            _weights[_live[slot]] = _liveWeights[slot];
        }

        return _weights;
    }

    /// <summary>Uses another mask from now on.</summary>
    public void UseMask(Mask mask) => UseMask(Kept.Shape, mask, Kept.Bias);

    /// <summary>One Adam step along the gradients.</summary>
    public void Step()
    {
        for (var position = 0; position < _keptSlots.Length; position++)
        {
            _liveGradient[_keptSlots[position]] = WeightGradient[position];
        }

        _weightOptimizer.Update(_liveWeights, _liveGradient);
        var values = Kept.Values;
        for (var position = 0; position < _keptSlots.Length; position++)
        {
            values[position] = _liveWeights[_keptSlots[position]];
        }

        _biasOptimizer.Update(Kept.Bias, BiasGradient);
    }

    private void UseMask(WeightShape shape, Mask mask, float[] bias)
    {
        var weights = AllWeights();
        var kept = mask.KeptIndices();
        var live = Union(_live, kept);
        var first = AlignedArray.Create(live.Length);
        var second = AlignedArray.Create(live.Length);
        var old = 0;
        for (var slot = 0; slot < live.Length && old < _live.Length; slot++)
        {
            if (live[slot] == _live[old])
            {
                first[slot] = _weightOptimizer.FirstMoment[old];
                second[slot] = _weightOptimizer.SecondMoment[old];
                old++;
            }
        }

        _live = live;
        _liveWeights = Gather(weights, live);
        _liveGradient = AlignedArray.Create(live.Length);
        _weightOptimizer = new AdamOptimizer(first, second, _learningRate, _weightOptimizer.Steps);
        _keptSlots = new int[kept.Length];
        for (int slot = 0, position = 0; position < kept.Length; slot++)
        {
            if (live[slot] == kept[position])
            {
                _keptSlots[position++] = slot;
            }
        }

        Kept = LayerWeights.Pruned(shape, mask, Gather(weights, kept), bias);
        WeightGradient = AlignedArray.Create(kept.Length);
    }

    private static float[] Gather(float[] weights, int[] indices)
    {
        var gathered = AlignedArray.Create(indices.Length);
        for (var position = 0; position < indices.Length; position++)
        {
            gathered[position] = weights[indices[position]];
        }

        return gathered;
    }

    /// <summary>The union of two ascending lists, ascending.</summary>
    private static int[] Union(int[] left, int[] right)
    {
        var union = new int[left.Length + right.Length];
        var (l, r, count) = (0, 0, 0);
        while (l < left.Length || r < right.Length)
        {
            if (r == right.Length || (l < left.Length && left[l] < right[r]))
            {
                union[count++] = left[l++];
            }
            else
            {
                l += l < left.Length && left[l] == right[r] ? 1 : 0;
                union[count++] = right[r++];
            }
        }

        Array.Resize(ref union, count);
        return union;
    }
}
