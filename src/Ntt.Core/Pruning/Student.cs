using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>The network that NTT tunes: the teacher's parameters under masks of its own.</summary>
internal sealed class Student
{
    private readonly NttOptions _options;
    private readonly StudentLayer[] _layers;

    /// <param name="teacher">The dense network.</param>
    /// <param name="options">Density, allocation and learning rate.</param>
    /// <param name="initialScores">An array a layer, for the first masks; null for the magnitudes.</param>
    public Student(Network teacher, NttOptions options, IReadOnlyList<float[]>? initialScores = null)
    {
        _options = options;
        var masks = Select(initialScores ?? MagnitudeCriterion.Of(teacher.Layers.Select(layer => layer.Values)), teacher);
        _layers = [.. teacher.Layers.Select((layer, index) => new StudentLayer(layer, masks[index], options.LearningRate))];
        Teacher = teacher;
        Kept = new LayerWeights[_layers.Length];
        WeightGradients = new float[_layers.Length][];
        BiasGradients = new float[_layers.Length][];
        CollectLayers();
    }

    public Network Teacher { get; }

    /// <summary>The kept weights and the biases, layer by layer. A mask update puts others into the list.</summary>
    public LayerWeights[] Kept { get; }

    /// <summary>Derivatives by the kept weights, layer by layer. A mask update puts other arrays into the list.</summary>
    public float[][] WeightGradients { get; }

    /// <summary>Derivatives by the biases, layer by layer.</summary>
    public float[][] BiasGradients { get; }

    /// <summary>Sum of the squared kept weights.</summary>
    public double SquaredWeights()
    {
        double sum = 0;
        foreach (var layer in _layers)
        {
            foreach (var weight in layer.Kept.Values)
            {
                sum += (double)weight * weight;
            }
        }

        return sum;
    }

    /// <summary>One Adam step along the gradients.</summary>
    public void Step()
    {
        foreach (var layer in _layers)
        {
            layer.Step();
        }
    }

    /// <summary>Keeps the weights that are largest now, pruned ones included.</summary>
    public void UpdateMasks()
    {
        var masks = Select(MagnitudeCriterion.Of(_layers.Select(layer => layer.AllWeights())), Teacher);
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer].UseMask(masks[layer]);
        }

        CollectLayers();
    }

    private void CollectLayers()
    {
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            Kept[layer] = _layers[layer].Kept;
            WeightGradients[layer] = _layers[layer].WeightGradient;
            BiasGradients[layer] = _layers[layer].BiasGradient;
        }
    }

    private Mask[] Select(IReadOnlyList<float[]> scores, Network teacher)
        => MaskSelection.Highest(teacher.Architecture.WeightLayers, scores, _options.Density, _options.Allocation);
}
