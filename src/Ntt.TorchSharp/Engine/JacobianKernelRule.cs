using TorchSharp;
using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>Some rows of a layer's weights whose Jacobians are computed at a time.</summary>
/// <param name="FirstRow">The first row.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Kept">Flat indices among these rows of the weights that count; null for all.</param>
internal sealed record JacobianChunk(long FirstRow, long Rows, int[]? Kept);

/// <summary>A layer whose Jacobians are computed, row by row of its weights as far as memory allows: Θ = J Jᵀ.</summary>
internal abstract class JacobianKernelRule(TorchWeightStep step, KernelSides sides, bool withGradient, long chunkBytes) : KernelRule(sides)
{
    private readonly List<JacobianChunk> _chunks = [];
    private int[]? _kept;
    private Tensor? _jacobians;

    /// <summary>Whether the kept weights alone count.</summary>
    protected abstract bool KeptAlone { get; }

    /// <summary>Entries of a row's Jacobians in memory, of which <paramref name="kept"/> are kept.</summary>
    protected abstract long EntriesOfRow(int kept);

    /// <summary>J, [samples, outputs, entries].</summary>
    protected abstract Tensor Jacobians(Tensor g, JacobianChunk chunk);

    /// <summary>Adds V X to the output's tangents and Vᵀ G to the adjoints, where they are asked for.</summary>
    protected abstract void AddDerivatives(Tensor g, Tensor v, JacobianChunk chunk, Tensor? zDot, Tensor? adjoints);

    /// <summary>Adjoints of the layer's input, as <see cref="AddDerivatives"/> adds to them.</summary>
    protected abstract Tensor NewAdjoints();

    /// <summary>From those to adjoints of the input's own shape.</summary>
    protected abstract Tensor Finish(Tensor adjoints);

    public override void AddKernel(Tensor g, Tensor kernel)
    {
        Partition(g.shape[0] * g.shape[1]);
        var biases = OverPositions(g);
        kernel.add_(Sides.Rows(biases).mm(Sides.Columns(biases).t()));
        foreach (var chunk in _chunks)
        {
            using var scope = NewDisposeScope();
            var jacobians = Jacobians(g, chunk);
            kernel.add_(Sides.Rows(jacobians).mm(Sides.Columns(jacobians).t()));
            if (withGradient && _chunks.Count == 1)
            {
                _jacobians = jacobians.DetachFromDisposeScope();
            }
        }
    }

    public override (Tensor? ZDot, Tensor? XBar) Derivatives(Tensor g, Tensor m, bool withTangent, bool withAdjoint)
    {
        var biases = OverPositions(g);
        var moved = Sides.Weigh(m, biases);
        var zDot = withTangent ? (g.dim() == 3 ? moved : moved.unsqueeze(3).unsqueeze(4).expand(g.shape).contiguous()) : null;
        var adjoints = withAdjoint ? NewAdjoints() : null;
        foreach (var chunk in _chunks)
        {
            using var scope = NewDisposeScope();
            AddDerivatives(g, Sides.Weigh(m, _jacobians ?? Jacobians(g, chunk)), chunk, zDot, adjoints);
        }

        // Large, and rarely asked for twice: then they are computed anew.
        Forget();
        return (zDot, adjoints is null ? null : Finish(adjoints));
    }

    public override void Forget()
    {
        _jacobians?.Dispose();
        _jacobians = null;
    }

    /// <summary>Indices for the device.</summary>
    protected Tensor Indices(IEnumerable<int> indices) => tensor([.. indices], int64, step.Device);

    private static Tensor OverPositions(Tensor g) => g.dim() == 3 ? g : g.flatten(3, 4).sum(3);

    /// <summary>Cuts the rows into chunks, once for every mask.</summary>
    private void Partition(long directions)
    {
        var kept = KeptAlone ? step.KeptIndices : null;
        if (_chunks.Count > 0 && kept == _kept)
        {
            return;
        }

        _kept = kept;
        _chunks.Clear();
        var (rows, columns) = (step.Shape.Rows, step.Shape.Columns);
        var ofRow = Enumerable.Repeat(columns, rows).ToArray();
        if (kept is not null)
        {
            Array.Clear(ofRow);
            foreach (var index in kept)
            {
                ofRow[index / columns]++;
            }
        }

        var limit = Math.Max(1, chunkBytes / (sizeof(float) * directions));
        int first = 0, next = 0;
        while (first < rows)
        {
            var (end, entries, count) = (first, 0L, 0);
            while (end < rows && (end == first || entries + EntriesOfRow(ofRow[end]) <= limit))
            {
                entries += EntriesOfRow(ofRow[end]);
                count += ofRow[end++];
            }

            var start = first * columns;
            if (count > 0)
            {
                _chunks.Add(new JacobianChunk(first, end - first, kept?[next..(next + count)].Select(index => index - start).ToArray()));
            }

            (first, next) = (end, next + count);
        }
    }
}

/// <summary>The kept weights of a dense layer: an entry of J is the product of one cotangent and one input.</summary>
internal sealed class RetainedKernelRule(TorchWeightStep step, KernelSides sides, bool withGradient, long chunkBytes)
    : JacobianKernelRule(step, sides, withGradient, chunkBytes)
{
    private static readonly Scalar s_one = 1f.ToScalar();

    private readonly TorchWeightStep _step = step;

    protected override bool KeptAlone => true;

    protected override long EntriesOfRow(int kept) => kept;

    protected override Tensor Jacobians(Tensor g, JacobianChunk chunk)
    {
        var (rows, columns) = Places(chunk);
        return g.index_select(2, rows) * _step.Input.index_select(1, columns).unsqueeze(1);
    }

    protected override void AddDerivatives(Tensor g, Tensor v, JacobianChunk chunk, Tensor? zDot, Tensor? adjoints)
    {
        var (rows, columns) = Places(chunk);
        zDot?.index_add_(2, rows, v * _step.Input.index_select(1, columns).unsqueeze(1), s_one);
        adjoints?.index_add_(1, columns, (v * g.index_select(2, rows)).sum(1), s_one);
    }

    protected override Tensor NewAdjoints() => zeros_like(_step.Input);

    protected override Tensor Finish(Tensor adjoints) => adjoints;

    private (Tensor Rows, Tensor Columns) Places(JacobianChunk chunk)
    {
        var columns = _step.Shape.Columns;
        var kept = chunk.Kept ?? Enumerable.Range(0, (int)(chunk.Rows * columns));
        return (Indices(kept.Select(index => (int)chunk.FirstRow + (index / columns))), Indices(kept.Select(index => index % columns)));
    }
}
