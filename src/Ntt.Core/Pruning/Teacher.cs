using System.Collections.Concurrent;
using Ntt.Compute;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Pruning;

/// <summary>The dense network at initialisation, asked about batches of one size. Can remember what it said of a batch.</summary>
internal sealed class Teacher
{
    private readonly WorkerTeam _team;
    private readonly Network _network;
    private readonly KernelGeometry _geometry;
    private readonly bool _withKernel;
    private readonly ConcurrentDictionary<int, TeacherView> _remembered;
    private Pass? _pass;

    /// <param name="team">The threads to use.</param>
    /// <param name="network">The dense network.</param>
    /// <param name="geometry">Samples, outputs and pairing.</param>
    /// <param name="withKernel">Whether views have a kernel; otherwise theirs is empty.</param>
    /// <param name="remembered">What is known of its batches already, to be added to; null for nothing.</param>
    public Teacher(WorkerTeam team, Network network, KernelGeometry geometry, bool withKernel = true, ConcurrentDictionary<int, TeacherView>? remembered = null)
    {
        _team = team;
        _network = network;
        _geometry = geometry;
        _withKernel = withKernel;
        _remembered = remembered ?? [];
    }

    /// <summary>Logits and kernel of a standardised batch; valid until the next call.</summary>
    public TeacherView View(float[] input)
    {
        _pass ??= new Pass(_network, _geometry, _withKernel);
        return _pass.View(_team, input);
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

    /// <summary>The buffers of its computation, which a teacher of known batches never needs.</summary>
    private sealed class Pass
    {
        private readonly NetworkPass _pass;
        private readonly TangentPass? _tangents;
        private readonly TeacherView _last;

        public Pass(Network network, KernelGeometry geometry, bool withKernel)
        {
            _pass = new NetworkPass(network, geometry.Samples);
            _tangents = withKernel ? new TangentPass(_pass, geometry, KernelScope.AllWeights, withGradient: false) : null;
            _last = new TeacherView(_pass.Logits, _tangents?.Kernel ?? []);
        }

        public TeacherView View(WorkerTeam team, float[] input)
        {
            input.AsSpan(0, _pass.Architecture.Input.Size * _pass.Capacity).CopyTo(_pass.Input);
            _pass.Forward(team, _pass.Capacity);
            _tangents?.ComputeKernel(team);
            return _last;
        }
    }
}
