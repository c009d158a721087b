using System.Collections.Concurrent;
using Ntt.Compute;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Pruning;

/// <summary>The dense network at initialisation, asked about batches of one size. Can remember what it said of a batch.</summary>
internal sealed class Teacher : IDisposable
{
    private readonly WorkerTeam _team;
    private readonly Network _network;
    private readonly KernelGeometry _geometry;
    private readonly bool _withKernel;
    private readonly INetworkEngine? _engine;
    private readonly ConcurrentDictionary<int, TeacherView> _remembered;
    private INetworkPass? _pass;
    private TeacherView? _last;

    /// <param name="team">The threads to use.</param>
    /// <param name="network">The dense network.</param>
    /// <param name="geometry">Samples, outputs and pairing.</param>
    /// <param name="withKernel">Whether views have a kernel; otherwise theirs is empty.</param>
    /// <param name="remembered">What is known of its batches already, to be added to; null for nothing.</param>
    /// <param name="engine">Where it is computed; null for the managed engine.</param>
    public Teacher(
        WorkerTeam team, Network network, KernelGeometry geometry, bool withKernel = true, ConcurrentDictionary<int, TeacherView>? remembered = null, INetworkEngine? engine = null)
    {
        _team = team;
        _network = network;
        _geometry = geometry;
        _withKernel = withKernel;
        _remembered = remembered ?? [];
        _engine = engine;
    }

    /// <summary>Logits and kernel of a standardised batch; valid until the next call.</summary>
    public TeacherView View(float[] input)
    {
        // A teacher of known batches never needs the buffers of its computation.
        if (_pass is null)
        {
            _pass = ManagedPass.Create(
                _engine, _team, _network.Architecture, _network.Layers,
                new NetworkPassOptions(_geometry.Samples, _withKernel ? KernelScope.AllWeights : null, _geometry.Pairing, WithGradient: false));
            _last = new TeacherView(_pass.Logits, _pass.Kernel);
        }

        input.AsSpan(0, _network.Architecture.Input.Size * _geometry.Samples).CopyTo(_pass.Input);
        _pass.Forward(_geometry.Samples, []);
        if (_withKernel)
        {
            _pass.ComputeKernel();
        }

        return _last!;
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

    public void Dispose() => _pass?.Dispose();
}
