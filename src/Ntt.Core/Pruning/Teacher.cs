using Ntt.Compute;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Pruning;

/// <summary>The dense network at initialisation, asked about batches of one size. Can remember what it said of a batch.</summary>
internal sealed class Teacher
{
    private readonly WorkerTeam _team;
    private readonly TangentPass _tangents;
    private readonly Dictionary<int, TeacherView> _remembered = [];
    private readonly TeacherView _last;

    public Teacher(WorkerTeam team, Network network, KernelGeometry geometry)
    {
        _team = team;
        _tangents = new TangentPass(new NetworkPass(network, geometry.Samples), geometry, KernelScope.AllWeights, withGradient: false);
        _last = new TeacherView(_tangents.Pass.Logits, _tangents.Kernel);
    }

    /// <summary>Logits and kernel of a standardised batch; valid until the next call.</summary>
    public TeacherView View(float[] input)
    {
        var pass = _tangents.Pass;
        input.AsSpan(0, pass.Architecture.Input.Size * _tangents.Geometry.Samples).CopyTo(pass.Input);
        pass.Forward(_team, _tangents.Geometry.Samples);
        _tangents.ComputeKernel(_team);
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
