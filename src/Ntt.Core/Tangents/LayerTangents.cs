using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>
/// The kernel rule of one weighted layer: its share of the tangent kernel, and the two ways in which a derivative M by the kernel enters
/// the gradient (the closed form that replaces a double backward pass). With J the layer's per-sample, per-output Jacobian, G the
/// cotangents at its output and X its input:
/// <list type="bullet">
/// <item><description>Θ += J_I J_Jᵀ;</description></item>
/// <item><description>Ż += V X, where V = M J is the direction that M gives to every sample and output;</description></item>
/// <item><description>X̄ += Vᵀ G.</description></item>
/// </list>
/// </summary>
internal abstract class LayerTangents(WeightStep step, KernelGeometry geometry)
{
    /// <summary>Whether <see cref="AddTangent"/> also sets the tangents to 0 where the gate is shut, so that the rectifier has nothing left to do.</summary>
    public virtual bool GatesTangents => false;

    /// <summary>The outputs that the units of a dense layer reach with the masks in use; to be set before <see cref="AddKernel"/>. Convolutions do without.</summary>
    public OutputReach? Reach { get; set; }

    protected WeightStep Step { get; } = step;

    protected KernelGeometry Geometry { get; } = geometry;

    /// <summary>kernel += this layer's share, weights and biases.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="x">The layer's input, [inputs × samples].</param>
    /// <param name="g">The cotangents at its output, or at that of the max-pool behind it, [outputs × cotangent columns].</param>
    /// <param name="gate">
    /// The layer's output after the rectifier that follows it, [outputs × samples]: where it is 0 the cotangents are 0 and tangents are
    /// without effect. Null when no rectifier follows.
    /// </param>
    /// <param name="kernel">[(a, i) × (b, j)].</param>
    public abstract void AddKernel(WorkerTeam team, float[] x, float[] g, float[]? gate, float[] kernel);

    /// <summary>
    /// ż += V x, bias part included. After <see cref="AddKernel"/> of the same batch. Tangents by outputs that a unit does not reach may be left
    /// out: behind the unit they are multiplied by weights that were pruned or cotangents that are 0.
    /// </summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="m">Derivative by the kernel, [(a, i) × (b, j)].</param>
    /// <param name="x">The layer's input.</param>
    /// <param name="g">The cotangents, as in <see cref="AddKernel"/>.</param>
    /// <param name="gate">As in <see cref="AddKernel"/>.</param>
    /// <param name="zDot">The tangents, [outputs × cotangent columns], where the cotangents of <see cref="AddKernel"/> are.</param>
    public abstract void AddTangent(WorkerTeam team, KernelDerivative m, float[] x, float[] g, float[]? gate, float[] zDot);

    /// <summary>ż = V x, as <see cref="AddTangent"/> adds it: for the first layer, whose input does not move.</summary>
    public virtual void SetTangent(WorkerTeam team, KernelDerivative m, float[] x, float[] g, float[]? gate, float[] zDot)
    {
        Array.Clear(zDot);
        AddTangent(team, m, x, g, gate, zDot);
    }

    /// <summary>x̄ += Σ over outputs of Vᵀ G. After <see cref="AddTangent"/> of the same batch, or after <see cref="AddKernel"/> for the last layer.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="m">Derivative by the kernel, [(a, i) × (b, j)].</param>
    /// <param name="x">The layer's input.</param>
    /// <param name="g">The cotangents, as in <see cref="AddKernel"/>.</param>
    /// <param name="gate">As in <see cref="AddKernel"/>.</param>
    /// <param name="xBar">The adjoint of the layer's input, [inputs × samples].</param>
    public abstract void AddAdjoint(WorkerTeam team, KernelDerivative m, float[] x, float[] g, float[]? gate, float[] xBar);

    /// <summary>The rule for a layer's kind and a scope. A layer without a mask has the same kernel in both scopes.</summary>
    /// <param name="step">The layer.</param>
    /// <param name="pool">The max-pool behind a convolution; null where there is none.</param>
    /// <param name="geometry">Samples, outputs and pairing.</param>
    /// <param name="scope">Whose derivatives make up the kernel.</param>
    /// <param name="withGradient">Whether the gradient will be asked for.</param>
    public static LayerTangents Create(WeightStep step, MaxPoolStep? pool, KernelGeometry geometry, KernelScope scope, bool withGradient) => step switch
    {
        DenseStep dense when scope == KernelScope.RetainedWeights && dense.Weights.Mask is not null => new DenseRetainedTangents(dense, geometry),
        DenseStep dense => new DenseTangents(dense, geometry),
        ConvolutionStep convolution => new ConvolutionTangents(convolution, pool, geometry, scope, withGradient),
        _ => throw new NotSupportedException($"There is no tangent kernel rule for {step.GetType().Name}."),
    };
}
