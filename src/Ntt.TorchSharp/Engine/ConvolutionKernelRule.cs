using Ntt.Tangents;
using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>
/// A convolution: an entry of J sums the products of cotangents and inputs over the positions. Patches of the input are made for as many samples at
/// a time as memory allows.
/// </summary>
internal sealed class ConvolutionKernelRule(
    ConvolutionTorchStep step, KernelSides sides, KernelScope scope, bool withGradient, long chunkBytes)
    : JacobianKernelRule(step, sides, withGradient, chunkBytes)
{
    private readonly ConvolutionTorchStep _step = step;
    private readonly long _samplesAtATime = Math.Max(1, chunkBytes / (sizeof(float) * (long)step.Shape.Columns * step.Shape.Positions));

    protected override bool KeptAlone => scope == KernelScope.RetainedWeights;

    /// <summary>All entries are computed, whichever are kept then.</summary>
    protected override long EntriesOfRow(int kept) => _step.Shape.Columns;

    protected override Tensor Jacobians(Tensor g, JacobianChunk chunk)
    {
        var kept = chunk.Kept is null ? null : Indices(chunk.Kept);
        var outputs = g.shape[1];
        var parts = new List<Tensor>();
        ForSamples(g, chunk, (_, bars, patches) =>
        {
            var jacobians = bars.bmm(patches.transpose(1, 2)).reshape(bars.shape[0], outputs, -1);
            parts.Add((kept is null ? jacobians : jacobians.index_select(2, kept)).MoveToOuterDisposeScope());
        });
        return parts.Count == 1 ? parts[0] : cat(parts, 0);
    }

    protected override void AddDerivatives(Tensor g, Tensor v, JacobianChunk chunk, Tensor? zDot, Tensor? adjoints)
    {
        var kept = chunk.Kept is null ? null : Indices(chunk.Kept);
        var (outputs, columns) = (g.shape[1], (long)_step.Shape.Columns);
        ForSamples(g, chunk, (start, bars, patches) =>
        {
            var count = bars.shape[0];
            var directions = v.narrow(0, start, count);
            if (kept is not null)
            {
                directions = zeros([count, outputs, chunk.Rows * columns], device: v.device).index_copy_(2, kept, directions);
            }

            directions = directions.reshape(count, outputs * chunk.Rows, columns);
            if (zDot is not null)
            {
                var moved = directions.bmm(patches);
                zDot.narrow(0, start, count).narrow(2, chunk.FirstRow, chunk.Rows).add_(moved.reshape([count, outputs, chunk.Rows, .. g.shape[3..]]));
            }

            adjoints?.narrow(0, start, count).add_(directions.transpose(1, 2).bmm(bars));
        });
    }

    protected override Tensor NewAdjoints() => zeros([_step.Input.shape[0], _step.Shape.Columns, _step.Shape.Positions], device: _step.Device);

    protected override Tensor Finish(Tensor adjoints) => _step.Gather(adjoints);

    /// <summary>Calls with the first sample, the cotangents [samples, outputs · rows, positions] and the patches [samples, columns, positions] of some samples.</summary>
    private void ForSamples(Tensor g, JacobianChunk chunk, Action<long, Tensor, Tensor> work)
    {
        for (long start = 0; start < g.shape[0]; start += _samplesAtATime)
        {
            using var inner = NewDisposeScope();
            var count = Math.Min(_samplesAtATime, g.shape[0] - start);
            var bars = g.narrow(0, start, count).narrow(2, chunk.FirstRow, chunk.Rows).reshape(count, g.shape[1] * chunk.Rows, _step.Shape.Positions);
            work(start, bars, _step.Patches(_step.Input.narrow(0, start, count)));
        }
    }
}
