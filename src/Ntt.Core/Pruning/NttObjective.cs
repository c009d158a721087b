using Ntt.Compute;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Pruning;

/// <summary>What a teacher says of one batch.</summary>
/// <param name="Logits">[outputs × samples].</param>
/// <param name="Kernel">[(a, i) × (b, j)]; empty without a kernel.</param>
internal sealed record TeacherView(float[] Logits, float[] Kernel);

/// <summary>
/// The NTT objective on batches of one size: λ_K · kernel distance + target distance + (λ_W / density) · L2, and its gradient. With λ_K = 0 no
/// kernel is computed, and the gradient is that of one plain reverse sweep.
/// </summary>
internal sealed class NttObjective : IDisposable
{
    private readonly WorkerTeam _team;
    private readonly INetworkPass _student;
    private readonly KernelLoss _loss;
    private readonly double _kernelWeight;
    private readonly double _decay;

    /// <summary>Set where the pass has numbers of its own, which must follow those of the student.</summary>
    private readonly IReadOnlyList<LayerWeights>? _copied;

    public NttObjective(WorkerTeam team, NetworkArchitecture architecture, IReadOnlyList<LayerWeights> student, int samples, NttOptions options, bool withGradient)
    {
        _team = team;
        Geometry = new KernelGeometry(samples, architecture.OutputCount, options.KernelPairing);
        _kernelWeight = options.KernelWeight;
        HasKernel = _kernelWeight > 0;
        _student = ManagedPass.Create(
            options.Engine, team, architecture, student, new NetworkPassOptions(samples, HasKernel ? options.KernelScope : null, options.KernelPairing, withGradient));
        _copied = options.Engine is null ? null : student;
        _loss = new KernelLoss(Geometry);
        _decay = options.WeightDecay / options.Density;
    }

    public KernelGeometry Geometry { get; }

    /// <summary>Whether kernels are compared.</summary>
    public bool HasKernel { get; }

    /// <summary>The standardised batch, [features × samples]: to be filled before <see cref="Compare"/>.</summary>
    public float[] Input => _student.Input;

    /// <summary>Uses other student weights from now on.</summary>
    public void UseWeights(IReadOnlyList<LayerWeights> student) => _student.UseWeights(student);

    /// <summary>The objective's terms on the batch in <see cref="Input"/>.</summary>
    public NttRecord Evaluate(TeacherView teacher, int step, double squaredWeights)
    {
        var (kernel, target) = Compare(teacher);
        return new NttRecord(step, (_kernelWeight * (kernel ?? 0)) + target + (_decay * squaredWeights), kernel, target, squaredWeights);
    }

    /// <summary>The two distances from the teacher on the batch in <see cref="Input"/>; null for a kernel that is not computed.</summary>
    public (double? Kernel, double Target) Compare(TeacherView teacher)
    {
        if (_copied is not null)
        {
            _student.UseWeights(_copied);
        }

        _student.Forward(Geometry.Samples, []);
        double? kernel = null;
        if (HasKernel)
        {
            _student.ComputeKernel();
            kernel = _loss.KernelDistance(_team, _student.Kernel, teacher.Kernel, _kernelWeight);
        }

        return (kernel, _loss.TargetDistance(_student.Logits, teacher.Logits));
    }

    /// <summary>The gradient of the objective after <see cref="Compare"/>, for the kept weights and the biases.</summary>
    public void Gradient(IReadOnlyList<LayerWeights> student, float[][] weightGradients, float[][] biasGradients)
    {
        for (var layer = 0; layer < student.Count; layer++)
        {
            Array.Clear(weightGradients[layer]);
            Array.Clear(biasGradients[layer]);
        }

        _student.AddGradients(_loss.LogitsBar, HasKernel ? _loss.KernelBar : [], weightGradients, biasGradients);
        for (var layer = 0; layer < student.Count; layer++)
        {
            Elementwise.AddScaled((float)(2 * _decay), student[layer].Values, weightGradients[layer]);
        }
    }

    public void Dispose() => _student.Dispose();
}
