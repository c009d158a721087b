namespace Ntt.Core.Tests.Oracle;

/// <summary>Stochastic gradient descent with momentum in double over one plain array.</summary>
internal sealed class OracleSgd(int count, double learningRate, double momentum)
{
    private readonly double[] _velocity = new double[count];

    public void Step(double[] parameters, double[] gradient)
    {
        for (var index = 0; index < parameters.Length; index++)
        {
            _velocity[index] = (momentum * _velocity[index]) + gradient[index];
            parameters[index] -= learningRate * _velocity[index];
        }
    }
}
