using Ntt.Compute;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Pruning;

/// <summary>What a teacher says of one batch.</summary>
/// <param name="Logits">[outputs × samples].</param>
/// <param name="Kernel">[(a, i) × (b, j)].</param>
internal sealed record TeacherView(float[] Logits, float[] Kernel);

/// <summary>The NTT objective on batches of one size: λ_K · kernel distance + target distance + (λ_W / density) · L2, and its gradient.</summary>
internal sealed class NttObjective
{
    private readonly WorkerTeam _team;
    private readonly TangentPass _student;
    private readonly KernelLoss _loss;
    private readonly double _kernelWeight;
    private readonly double _decay;

    public NttObjective(WorkerTeam team, NetworkArchitecture architecture, IReadOnlyList<LayerWeights> student, int samples, NttOptions options, bool withGradient)
    {
        _team = team;
        Geometry = new KernelGeometry(samples, architecture.OutputCount, options.KernelPairing);
        _student = new TangentPass(new NetworkPass(architecture, student, samples), Geometry, options.KernelScope, withGradient);
        _loss = new KernelLoss(Geometry);
        _kernelWeight = options.KernelWeight;
        _decay = options.WeightDecay / options.Density;
    }

    public KernelGeometry Geometry { get; }

    /// <summary>The standardised batch, [features × samples]: to be filled before <see cref="Evaluate"/>.</summary>
    public float[] Input => _student.Pass.Input;

    /// <summary>Uses other student weights from now on.</summary>
    public void UseWeights(IReadOnlyList<LayerWeights> student) => _student.Pass.UseWeights(student);

    /// <summary>The objective's terms on the batch in <see cref="Input"/>.</summary>
    public NttRecord Evaluate(TeacherView teacher, int step, double squaredWeights)
    {
        _student.Pass.Forward(_team, Geometry.Samples);
        _student.ComputeKernel(_team);
        var kernel = _loss.KernelDistance(_team, _student.Kernel, teacher.Kernel, _kernelWeight);
        var target = _loss.TargetDistance(_student.Pass.Logits, teacher.Logits);
        return new NttRecord(step, (_kernelWeight * kernel) + target + (_decay * squaredWeights), kernel, target, squaredWeights);
    }

    /// <summary>The gradient of the objective after <see cref="Evaluate"/>, for the kept weights and the biases.</summary>
    public void Gradient(IReadOnlyList<LayerWeights> student, float[][] weightGradients, float[][] biasGradients)
    {
        for (var layer = 0; layer < student.Count; layer++)
        {
            Array.Clear(weightGradients[layer]);
            Array.Clear(biasGradients[layer]);
        }

        _student.Backward(_team, _loss.KernelBar, _loss.LogitsBar.AsSpan(0, Geometry.Outputs * Geometry.Samples), weightGradients, biasGradients);
        for (var layer = 0; layer < student.Count; layer++)
        {
            Elementwise.AddScaled((float)(2 * _decay), student[layer].Values, weightGradients[layer]);
        }
    }
}
