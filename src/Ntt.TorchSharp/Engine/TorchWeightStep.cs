using Ntt.Networks;
using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>A layer with weights on a device: the dense matrix with zeros at the pruned places, and where the kept ones are.</summary>
internal abstract class TorchWeightStep(WeightShape shape, Device device) : TorchStep
{
    private Mask? _mask;
    private Tensor? _weight;
    private Tensor? _bias;

    public WeightShape Shape => shape;

    public Device Device => device;

    /// <summary>[rows, columns].</summary>
    public Tensor Weight => _weight!;

    /// <summary>[rows].</summary>
    public Tensor Bias => _bias!;

    /// <summary>Flat indices of the kept weights, ascending; null for a dense layer.</summary>
    public Tensor? Kept { get; private set; }

    /// <summary>The same on the host.</summary>
    public int[]? KeptIndices { get; private set; }

    /// <summary>The input of the last forward pass.</summary>
    public abstract Tensor Input { get; }

    /// <summary>Copies numbers and mask.</summary>
    public void UseWeights(LayerWeights layer)
    {
        if (layer.Mask != _mask)
        {
            _mask = layer.Mask;
            KeptIndices = _mask?.KeptIndices();
            Kept?.Dispose();
            Kept = KeptIndices is null ? null : tensor(KeptIndices, int64, device).DetachFromDisposeScope();
        }

        _weight?.Dispose();
        _bias?.Dispose();
        _weight = Matrix(layer.Values).DetachFromDisposeScope();
        _bias = tensor(layer.Bias, device: device).DetachFromDisposeScope();
    }

    /// <summary>Numbers in the order of the kept weights as a matrix, [rows, columns].</summary>
    public Tensor Matrix(float[] kept) => Matrix(tensor(kept, device: device), Kept);

    /// <summary>Another layer's weights as a matrix, [rows, columns].</summary>
    public Tensor Matrix(LayerWeights layer)
        => Matrix(tensor(layer.Values, device: device), layer.Mask is { } mask ? tensor(mask.KeptIndices(), int64, device) : null);

    public sealed override Tensor Tangent(Tensor xDot) => Tangent(xDot, Weight);

    /// <summary>As if <paramref name="weight"/>, [rows, columns], were the weights.</summary>
    public abstract Tensor Tangent(Tensor xDot, Tensor weight);

    public sealed override Tensor Adjoint(Tensor yBar) => Adjoint(yBar, Weight);

    /// <summary>As if <paramref name="weight"/>, [rows, columns], were the weights.</summary>
    public abstract Tensor Adjoint(Tensor yBar, Tensor weight);

    /// <summary>Σ ȳ xᵀ over samples, directions and positions, [rows, columns].</summary>
    /// <param name="yBar">[samples, directions, ...output].</param>
    /// <param name="x">[samples, directions, ...input].</param>
    public abstract Tensor WeightGradient(Tensor yBar, Tensor x);

    /// <summary>Σ ȳ over samples, directions and positions, [rows].</summary>
    public abstract Tensor BiasGradient(Tensor yBar);

    private Tensor Matrix(Tensor values, Tensor? kept)
        => (kept is null ? values : zeros(shape.Count, device: device).index_copy_(0, kept, values)).reshape(shape.Rows, shape.Columns);

    public override void Dispose()
    {
        base.Dispose();
        Kept?.Dispose();
        _weight?.Dispose();
        _bias?.Dispose();
    }
}

/// <summary>A dense layer.</summary>
internal sealed class DenseTorchStep(WeightShape shape, Device device) : TorchWeightStep(shape, device)
{
    private Tensor? _input;

    /// <summary>[samples, inputs].</summary>
    public override Tensor Input => _input!;

    public override Tensor Forward(Tensor x)
    {
        _input = Keep(x);
        return nn.functional.linear(x, Weight, Bias);
    }

    public override Tensor Tangent(Tensor xDot, Tensor weight) => xDot.matmul(weight.t());

    public override Tensor Adjoint(Tensor yBar, Tensor weight) => yBar.matmul(weight);

    public override Tensor WeightGradient(Tensor yBar, Tensor x) => yBar.flatten(0, 1).t().mm(x.flatten(0, 1));

    /// <remarks>The dimension is named because a literal 0 alone would be taken for an element type.</remarks>
    public override Tensor BiasGradient(Tensor yBar) => yBar.flatten(0, 1).sum(dim: 0);
}
