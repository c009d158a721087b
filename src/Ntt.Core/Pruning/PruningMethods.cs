using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>Pruning methods by name. Immutable: a method of one's own is found in <see cref="With"/>'s result, not by everybody.</summary>
public sealed class PruningMethods
{
    private const PruningAllocation Layerwise = PruningAllocation.Layerwise;
    private const PruningAllocation Global = PruningAllocation.Global;

    private PruningMethods(IReadOnlyList<PruningMethod> all) => All = all;

    /// <summary>The methods of this library, in the order in which tables show them: label-free ones first, those of NTT before all.</summary>
    public static PruningMethods BuiltIn { get; } = new(
    [
        new("ntt", "Neural Tangent Transfer: a sparse student learns the tangent kernel and the logits of the dense teacher.",
            PruningMethodKind.Optimizing, Layerwise, (network, options) => new NttPruner(network, NttOptions.Of(options, network)))
        { NeedsData = true },
        new("output-transfer", "NTT without the kernel: the student learns the teacher's logits alone.",
            PruningMethodKind.Optimizing, Layerwise, (network, options) => new NttPruner(network, NttOptions.Of(options, network) with { KernelWeight = 0 }))
        { NeedsData = true },
        OneShot("logit-snip", "Sensitivity of the squared logits.", Global, options => new LogitSnipCriterion(options.ScoringSamples)) with { NeedsData = true },
        Shrinking("px", 100, "Path exclusion: the paths that matter to the tangent kernel's trace on the samples.",
            options => options.ScoringSamples is { } samples ? new PxCriterion(samples) : new PxCriterion()) with { NeedsData = true },
        Shrinking("ntk-sap", 20, "Alignment of the tangent kernel's trace, over random inputs and random weights.",
            options => new NtkSapCriterion(samples: options.ScoringSamples)),
        Shrinking("synflow", 100, "Synaptic flow: the sum over all paths of the magnitudes of their weights.", _ => new SynFlowCriterion()),
        Shrinking("synflow-l2", 100, "Synaptic flow with squared weights.", _ => new SynFlowL2Criterion()),
        OneShot("magnitude", "Magnitude of the initial weights.", Layerwise, _ => new MagnitudeCriterion()),
        OneShot("random", "Uniformly random masks.", Layerwise, _ => new RandomCriterion()),
        OneShot("scaled-random", "Uniformly random masks, the kept weights scaled to variance 2 / (fan-in · density).",
            Layerwise, _ => new ScaledRandomCriterion()),
        Labeled(OneShot("snip", "Sensitivity of the loss.", Global, options => new SnipCriterion(options.ScoringSamples))),
        Labeled(Shrinking("iterative-snip", 60, "Sensitivity of the loss of what is left, round by round, each on new samples.",
            options => new SnipCriterion(options.ScoringSamples))),
        Labeled(Rounds("force", 60, "As iterative-snip, but pruned weights can recover.", PruningSchedule.Recovering,
            options => new SnipCriterion(options.ScoringSamples))),
        Labeled(OneShot("grasp", "Gradient flow: what pruning takes from the norm of the loss's gradient.", Global,
            options => new GraspCriterion(options.ScoringSamples ?? 10))),
        new("dense", "No pruning, the baseline.", PruningMethodKind.OneShot, Layerwise, (network, options) => new DenseBaseline(network, options)),
    ]);

    /// <summary>The methods in order.</summary>
    public IReadOnlyList<PruningMethod> All { get; }

    /// <summary>The method of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public PruningMethod Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(method => method.Name == name) ?? throw new ArgumentException(
            $"There is no pruning method '{name}'; the methods are {string.Join(", ", All.Select(method => method.Name))}.", nameof(name));
    }

    /// <summary>These methods and one more.</summary>
    /// <exception cref="ArgumentException">There is one of that name already.</exception>
    public PruningMethods With(PruningMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return All.Any(known => known.Name == method.Name)
            ? throw new ArgumentException($"There is a pruning method '{method.Name}' already.", nameof(method))
            : new PruningMethods([.. All, method]);
    }

    private static PruningMethod OneShot(
        string name, string description, PruningAllocation allocation, Func<PruningOptions, PruningCriterion> criterion)
    {
        Pruner Create(NetworkArchitecture network, PruningOptions options)
            => new CriterionPruner(network, options, criterion(Valid(options)), PruningSchedule.OneShot, name);

        return new(name, description, PruningMethodKind.OneShot, allocation, Create);
    }

    private static PruningMethod Labeled(PruningMethod method) => method with { NeedsData = true, NeedsLabels = true };

    private static PruningMethod Shrinking(string name, int rounds, string description, Func<PruningOptions, PruningCriterion> criterion)
        => Rounds(name, rounds, description, PruningSchedule.Shrinking, criterion);

    private static PruningMethod Rounds(
        string name, int rounds, string description, Func<int, PruningSchedule> schedule, Func<PruningOptions, PruningCriterion> criterion)
    {
        Pruner Create(NetworkArchitecture network, PruningOptions options)
            => new CriterionPruner(network, options, criterion(Valid(options)), schedule(options.ScoringRounds ?? rounds), name);

        return new(name, description, PruningMethodKind.Iterative, Global, Create) { DefaultRounds = rounds };
    }

    /// <summary>So that errors name the option, not the argument of a criterion it is handed on to.</summary>
    private static PruningOptions Valid(PruningOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options;
    }
}
