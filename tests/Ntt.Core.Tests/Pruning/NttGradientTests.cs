using Ntt.Core.Tests.Oracle;
using Ntt.Core.Tests.Tangents;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Tangents;

namespace Ntt.Core.Tests.Pruning;

/// <summary>The closed-form gradient of the whole NTT objective against central differences of the oracle's.</summary>
[TestClass]
public sealed class NttGradientTests
{
    private const string ThreeLayers = "input 12, dense 10, relu, dense 8, relu, dense 3";
    private const string Linear = "input 8, dense 6, dense 7, relu, dense 5, dense 3";
    private const string Image = "input 2x3x2, flatten, dense 9, relu, dense 3";

    private static readonly NttOptions s_options = new() { KernelWeight = 1e-2, WeightDecay = 1e-3, Density = 0.4 };

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(ThreeLayers, 7, 1.0)]
    [DataRow(ThreeLayers, 7, 0.7)]
    [DataRow(ThreeLayers, 5, 0.35)]
    [DataRow(ThreeLayers, 7, 0.15)]
    [DataRow(ThreeLayers, 37, 0.15)]
    [DataRow(ThreeLayers, 70, 0.15)]
    [DataRow(ThreeLayers, 5, 0.0)]
    [DataRow(Linear, 5, 1.0)]
    [DataRow(Linear, 7, 0.4)]
    [DataRow(Image, 7, 0.4)]
    [DataRow("input 6, dense 3", 5, 0.5)]
    [DataRow("input 5, relu, dense 6, flatten, relu, relu, dense 4, dense 2", 3, 0.6)]
    [DataRow("input 6, dense 11, relu, dense 3", 21, 0.4)]
    [DataRow("input 5, dense 4, relu, dense 1", 2, 0.6)]
    [DataRow(ConvolutionCases.TwoConvolutions, 5, 1.0)]
    [DataRow(ConvolutionCases.TwoConvolutions, 7, 0.4)]
    [DataRow(ConvolutionCases.TwoConvolutions, 5, 0.15)]
    [DataRow(ConvolutionCases.StridesAndPadding, 5, 1.0)]
    [DataRow(ConvolutionCases.StridesAndPadding, 7, 0.5)]
    [DataRow(ConvolutionCases.PoolFirst, 7, 1.0)]
    [DataRow(ConvolutionCases.PoolFirst, 5, 0.6)]
    [DataRow(ConvolutionCases.NoRelu, 5, 1.0)]
    [DataRow(ConvolutionCases.NoRelu, 7, 0.6)]
    [DataRow(ConvolutionCases.NoRelu, 19, 0.6)]
    [DataRow(ConvolutionCases.NoRelu, 5, 0.0)]
    [DataRow(ConvolutionCases.Pooled, 7, 1.0)]
    [DataRow(ConvolutionCases.Pooled, 5, 0.6)]
    [DataRow(ConvolutionCases.OddPools, 5, 1.0)]
    [DataRow(ConvolutionCases.OddPools, 19, 0.5)]
    [DataRow(ConvolutionCases.TwoConvolutions, 16, 0.15)]
    [DataRow(ConvolutionCases.NoRelu, 16, 0.3)]
    [DataRow(ConvolutionCases.Pooled, 16, 0.3)]
    [DataRow(ConvolutionCases.OddPools, 16, 0.3)]
    public void Gradient_IsTheOracles(string text, int samples, double density)
        => Check(text, samples, network => density < 1 ? NetworkCase.Pruned(network, density, seed: 41) : network);

    [TestMethod]
    public void AMaskOfOnes_HasTheDenseGradient() => Check(ThreeLayers, 7, network => NetworkCase.Pruned(network, (_, _) => true));

    [TestMethod]
    public void UnitsWithoutInputsOrOutputs_AreNoExceptions()
    {
        // In the first layer units 0 and 1 keep no input; the second layer reads neither unit 2 nor unit 3; its own unit 4 has lost both.
        bool Keep(int layer, int index) => layer switch
        {
            0 => index / 12 > 1 && index % 3 != 1,
            1 => index % 10 is not (2 or 3) && index / 10 != 4 && index % 2 == 0,
            _ => index % 8 != 4,
        };
        Check(ThreeLayers, 7, network => NetworkCase.Pruned(network, Keep));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void ALayerWithoutWeights_IsNoException(int empty)
        => Check(ThreeLayers, 5, network => NetworkCase.Pruned(network, (layer, index) => layer != empty && index % 3 != 0));

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void AConvolutionWithoutWeights_IsNoException(int empty)
        => Check(ConvolutionCases.TwoConvolutions, 5, network => NetworkCase.Pruned(network, (layer, index) => layer != empty && index % 3 != 0));

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void ConvolutionsWithAndWithoutMask_MayMix(int unmasked)
        => Check(ConvolutionCases.NoRelu, 7, network =>
        {
            var layers = NetworkCase.Pruned(network, 0.5, seed: 46).Layers.ToArray();
            layers[unmasked] = network.Layers[unmasked];
            return network.With(layers, network.Metadata);
        });

    [TestMethod]
    public void AJacobianOfMoreThanOneBlock_HasTheSameGradient()
    {
        // One of the first convolution, the first and the last block of the second, and one behind them.
        int[] some = [70, 90 + 5, 90 + 138_239, 140_000];
        var teacher = NetworkCase.Dense(ConvolutionCases.ManyWeights, seed: 47);
        foreach (var scope in Enum.GetValues<KernelScope>())
        {
            var trial = NttCase.Create(
                teacher, network => NetworkCase.Pruned(network, (_, index) => index % 50 != 1), 8, s_options with { KernelScope = scope, KernelPairing = KernelPairing.Full }, seed: 48);
            var expected = trial.OracleGradient(some.Contains);
            var actual = trial.Compute().Gradient;
            var error = GradientError.Of([.. some.Select(index => expected[index])], [.. some.Select(index => actual[index])]);
            TestContext.WriteLine($"{scope}: {error.OfLargest:e1} of the largest, {error.Elementwise:e1} elementwise");
            Assert.IsLessThan(1e-5, error.OfLargest);
            Assert.IsLessThan(1e-3, error.Elementwise);
        }
    }

    [TestMethod]
    public void LayersWithAndWithoutMask_MayMix()
        => Check(ThreeLayers, 7, network =>
        {
            var pruned = NetworkCase.Pruned(network, 0.5, seed: 42);
            return network.With([pruned.Layers[0], network.Layers[1], pruned.Layers[2]], network.Metadata);
        });

    [TestMethod]
    public void EveryTerm_HasItsOwnGradient()
    {
        foreach (var options in new[]
        {
            s_options with { KernelWeight = 0, WeightDecay = 0 },
            s_options with { KernelWeight = 0, WeightDecay = 10 },
            s_options with { KernelWeight = 10, WeightDecay = 0 },
        })
        {
            Check(ThreeLayers, 5, network => NetworkCase.Pruned(network, 0.5, seed: 43), options);
        }
    }

    private void Check(string text, int samples, Func<Network, Network> prune, NttOptions? options = null)
    {
        var teacher = NetworkCase.Dense(text, seed: 44, standardized: true);
        foreach (var scope in Enum.GetValues<KernelScope>())
        {
            foreach (var pairing in Enum.GetValues<KernelPairing>())
            {
                var trial = NttCase.Create(
                    teacher, prune, samples, (options ?? s_options) with { KernelScope = scope, KernelPairing = pairing }, seed: 45);
                var error = GradientError.Of(trial.OracleGradient(), trial.Compute().Gradient);
                TestContext.WriteLine($"{scope} {pairing}: {error.OfLargest:e1} of the largest, {error.Elementwise:e1} elementwise");
                Assert.IsLessThan(1e-5, error.OfLargest, $"{scope} {pairing}");
                Assert.IsLessThan(1e-3, error.Elementwise, $"{scope} {pairing}");
            }
        }
    }
}
