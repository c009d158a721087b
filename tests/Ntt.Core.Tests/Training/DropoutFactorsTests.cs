using Ntt.Compute;
using Ntt.Networks;
using Ntt.Training;

namespace Ntt.Core.Tests.Training;

[TestClass]
public sealed class DropoutFactorsTests
{
    [TestMethod]
    public void Factors_AreThoseThatTheManagedEngineDraws()
    {
        var architecture = NetworkArchitecture.Parse("input 5, dropout 0.4, dense 7, relu, dropout 0.2, dense 3");
        var factors = new DropoutFactors(WorkerTeam.Caller, architecture, 6, new RandomStream(4, "dropout"));
        var network = NetworkInitializer.GlorotTruncatedNormal(architecture, InputNormalization.Identity(1), 1);
        var pass = new NetworkPass(network, 6);
        pass.UseDropout(new RandomStream(4, "dropout"));
        foreach (var samples in (int[])[6, 4])
        {
            Array.Fill(pass.Input, 1);
            pass.Forward(WorkerTeam.Caller, samples);

            // What comes out of ones are the factors.
            CollectionAssert.AreEqual(pass.Input[..(5 * samples)], factors.Draw(samples)[0][..(5 * samples)]);
        }
    }
}
