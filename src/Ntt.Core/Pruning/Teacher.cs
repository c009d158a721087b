using Ntt.Compute;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Pruning;

/// <summary>The dense network at initialisation, asked about batches of one size. Can remember what it said of a batch.</summary>
internal sealed class Teacher
{
    private readonly WorkerTeam _team;
    private readonly NetworkPass _pass;
    private readonly TangentPass? _tangents;
    private readonly Dictionary<int, TeacherView> _remembered = [];
    private readonly TeacherView _last;

    /// <param name="team">The threads to use.</param>
    /// <param name="network">The dense network.</param>
    /// <param name="geometry">Samples, outputs and pairing.</param>
    /// <param name="withKernel">Whether views have a kernel; otherwise theirs is empty.</param>
    public Teacher(WorkerTeam team, Network network, KernelGeometry geometry, bool withKernel = true)
    {
        _team = team;
        _pass = new NetworkPass(network, geometry.Samples);
        _tangents = withKernel ? new TangentPass(_pass, geometry, KernelScope.AllWeights, withGradient: false) : null;
        _last = new TeacherView(_pass.Logits, _tangents?.Kernel ?? []);
    }

    /// <summary>Logits and kernel of a standardised batch; valid until the next call.</summary>
    public TeacherView View(float[] input)
    {
        input.AsSpan(0, _pass.Architecture.Input.Size * _pass.Capacity).CopyTo(_pass.Input);
        _pass.Forward(_team, _pass.Capacity);
        _tangents?.ComputeKernel(_team);
        return _last;
    }

    /// <summary>As <see cref="View"/>, computed once for every number of a batch and kept.</summary>
    public TeacherView Remember(int batch, float[] input)
    {
        if (!_remembered.TryGetValue(batch, out var view))
        {
            var computed = View(input);
            view = _remembered[batch] = new TeacherView([.. computed.Logits], [.. computed.Kernel]);
        }

        return view;
    }
}
