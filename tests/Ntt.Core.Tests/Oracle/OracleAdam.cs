namespace Ntt.Core.Tests.Oracle;

/// <summary>Adam in double over one plain array, word for word as Kingma and Ba write it.</summary>
internal sealed class OracleAdam(int count, double learningRate)
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;

    private readonly double[] _m = new double[count];
    private readonly double[] _v = new double[count];
    private int _steps;

    public void Step(double[] parameters, double[] gradient)
    {
        _steps++;
        for (var index = 0; index < parameters.Length; index++)
        {
            _m[index] = (FirstDecay * _m[index]) + ((1 - FirstDecay) * gradient[index]);
            _v[index] = (SecondDecay * _v[index]) + ((1 - SecondDecay) * gradient[index] * gradient[index]);
            var mHat = _m[index] / (1 - Math.Pow(FirstDecay, _steps));
            var vHat = _v[index] / (1 - Math.Pow(SecondDecay, _steps));
            parameters[index] -= learningRate * mHat / (Math.Sqrt(vHat) + 1e-8);
        }
    }
}
