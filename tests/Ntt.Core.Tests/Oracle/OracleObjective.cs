using Ntt.Pruning;
using Ntt.Tangents;

namespace Ntt.Core.Tests.Oracle;

/// <summary>
/// The NTT objective on one batch, in double: λ_K · kernel distance + target distance + (λ_W / density) · L2, for the parameters
/// p = m ∘ θ of the student. Its gradient by θ is taken by central differences of the whole.
/// </summary>
internal sealed class OracleObjective
{
    private readonly OracleNetwork _network;
    private readonly double[] _mask;
    private readonly double[][] _batch;
    private readonly NttOptions _options;
    private readonly double[] _isWeight;
    private readonly double[][] _teacherLogits;
    private readonly OracleKernel _teacherKernel;

    /// <param name="network">What student and teacher compute.</param>
    /// <param name="teacher">The teacher's parameters.</param>
    /// <param name="mask">1 for kept weights and biases, 0 for pruned weights.</param>
    /// <param name="batch">Standardised samples.</param>
    /// <param name="options">Factors, scope and pairing.</param>
    public OracleObjective(OracleNetwork network, double[] teacher, double[] mask, double[][] batch, NttOptions options)
    {
        _network = network;
        _mask = mask;
        _batch = batch;
        _options = options;
        _isWeight = network.WeightIndicator();
        _teacherLogits = [.. batch.Select(x => network.Logits(teacher, x))];
        _teacherKernel = new OracleKernel([.. batch.Select(x => network.Jacobian(teacher, x))], options.KernelPairing);
    }

    /// <summary>The terms of the objective for the parameters θ.</summary>
    public (double Total, double Kernel, double Target, double L2) Terms(double[] theta)
    {
        var p = theta.Zip(_mask, (value, kept) => value * kept).ToArray();
        var kernel = new OracleKernel(
            [.. _batch.Select(x => _network.Jacobian(p, x))], _options.KernelPairing, _options.KernelScope == KernelScope.RetainedWeights ? _mask : null);
        var kernelDistance = kernel.DistanceTo(_teacherKernel);
        double target = 0;
        for (var sample = 0; sample < _batch.Length; sample++)
        {
            var logits = _network.Logits(p, _batch[sample]);
            for (var output = 0; output < logits.Length; output++)
            {
                var difference = logits[output] - _teacherLogits[sample][output];
                target += difference * difference / (_batch.Length * logits.Length);
            }
        }

        var l2 = p.Zip(_isWeight, (value, isWeight) => isWeight * value * value).Sum();
        return ((_options.KernelWeight * kernelDistance) + target + (_options.WeightDecay / _options.Density * l2), kernelDistance, target, l2);
    }

    /// <summary>The gradient by θ. Pruned entries move nothing, so that theirs is exactly 0.</summary>
    public double[] Gradient(double[] theta) => Differences.Gradient(theta, moved => Terms(moved).Total, index => _mask[index] != 0);
}
