using Ntt.Estimators;
using Ntt.Networks;
using Ntt.Pruning;

namespace Microsoft.ML;

/// <summary>Estimators that prune before training by any method: by its name, or by a method of the catalog for the best known.</summary>
public static class MethodPruningCatalog
{
    /// <summary>Prunes by the method of that name.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="method">One of <see cref="PruningMethods.BuiltIn"/>, such as <c>synflow</c>.</param>
    /// <param name="architecture">What the network computes.</param>
    /// <param name="outputColumnName">The column to add: the network's logits, with the network as an annotation.</param>
    /// <param name="inputColumnName">The column to read: Vector of Single, as long as the network's input.</param>
    /// <param name="labelColumnName">The label, a key with as many values as the network has outputs; read only if the method needs labels.</param>
    /// <param name="density">Kept fraction of the weights, greater than 0 and at most 1.</param>
    /// <param name="allocation">How the kept weights are shared out among the layers.</param>
    /// <param name="seed">Seed of the initial weights and of every random choice.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    /// <exception cref="ArgumentException">There is no such method; the message lists the names.</exception>
    public static MethodPruningEstimator Prune(
        this TransformsCatalog catalog,
        string method,
        NetworkArchitecture architecture,
        string outputColumnName = ColumnNames.PrunedNetwork,
        string inputColumnName = ColumnNames.Features,
        string labelColumnName = ColumnNames.Label,
        double density = PruningDefaults.Density,
        PruningAllocation allocation = PruningDefaults.Allocation,
        int seed = PruningDefaults.Seed)
        => catalog.Prune(
            PruningMethods.BuiltIn.Find(method), Tell(architecture, outputColumnName, inputColumnName, labelColumnName, density, allocation, seed));

    /// <summary>Prunes by a method, with all options.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="method">Found in <see cref="PruningMethods.BuiltIn"/>, or one's own.</param>
    /// <param name="options">Copied and checked here; <see cref="MethodPruningEstimator.Options"/> have more for methods that tune weights.</param>
    /// <exception cref="ArgumentException">An option is missing or outside its range.</exception>
    public static MethodPruningEstimator Prune(this TransformsCatalog catalog, PruningMethod method, ScoringPruningOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new MethodPruningEstimator(method, catalog.WithEngine(options));
    }

    /// <summary>Keeps the weights that the loss is most sensitive to (SNIP); needs labels.</summary>
    /// <inheritdoc cref="Prune(TransformsCatalog, string, NetworkArchitecture, string, string, string, double, PruningAllocation, int)" path="/param[@name!='method']"/>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static SnipPruningEstimator SnipPrune(
        this TransformsCatalog catalog,
        NetworkArchitecture architecture,
        string outputColumnName = ColumnNames.PrunedNetwork,
        string inputColumnName = ColumnNames.Features,
        string labelColumnName = ColumnNames.Label,
        double density = PruningDefaults.Density,
        PruningAllocation allocation = PruningDefaults.Allocation,
        int seed = PruningDefaults.Seed)
        => catalog.SnipPrune(Tell(architecture, outputColumnName, inputColumnName, labelColumnName, density, allocation, seed));

    /// <summary>Keeps the weights that the loss is most sensitive to (SNIP); needs labels.</summary>
    /// <inheritdoc cref="Prune(TransformsCatalog, PruningMethod, ScoringPruningOptions)" path="/param[@name!='method']|/exception"/>
    public static SnipPruningEstimator SnipPrune(this TransformsCatalog catalog, ScoringPruningOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SnipPruningEstimator(SnipSensitivity.Loss, catalog.WithEngine(options));
    }

    /// <summary>Keeps the weights that the squared logits are most sensitive to (Logit-SNIP), without labels.</summary>
    /// <inheritdoc cref="Prune(TransformsCatalog, string, NetworkArchitecture, string, string, string, double, PruningAllocation, int)" path="/param[@name!='method' and @name!='labelColumnName']"/>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static SnipPruningEstimator LogitSnipPrune(
        this TransformsCatalog catalog,
        NetworkArchitecture architecture,
        string outputColumnName = ColumnNames.PrunedNetwork,
        string inputColumnName = ColumnNames.Features,
        double density = PruningDefaults.Density,
        PruningAllocation allocation = PruningDefaults.Allocation,
        int seed = PruningDefaults.Seed)
        => catalog.LogitSnipPrune(Tell(architecture, outputColumnName, inputColumnName, ColumnNames.Label, density, allocation, seed));

    /// <summary>Keeps the weights that the squared logits are most sensitive to (Logit-SNIP), without labels.</summary>
    /// <inheritdoc cref="Prune(TransformsCatalog, PruningMethod, ScoringPruningOptions)" path="/param[@name!='method']|/exception"/>
    public static SnipPruningEstimator LogitSnipPrune(this TransformsCatalog catalog, ScoringPruningOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SnipPruningEstimator(SnipSensitivity.Logits, catalog.WithEngine(options));
    }

    /// <summary>Keeps the weights whose removal would take most from the gradient flow (GraSP); needs labels.</summary>
    /// <inheritdoc cref="Prune(TransformsCatalog, string, NetworkArchitecture, string, string, string, double, PruningAllocation, int)" path="/param[@name!='method']"/>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static MethodPruningEstimator GraspPrune(
        this TransformsCatalog catalog,
        NetworkArchitecture architecture,
        string outputColumnName = ColumnNames.PrunedNetwork,
        string inputColumnName = ColumnNames.Features,
        string labelColumnName = ColumnNames.Label,
        double density = PruningDefaults.Density,
        PruningAllocation allocation = PruningDefaults.Allocation,
        int seed = PruningDefaults.Seed)
        => catalog.GraspPrune(Tell(architecture, outputColumnName, inputColumnName, labelColumnName, density, allocation, seed));

    /// <summary>Keeps the weights whose removal would take most from the gradient flow (GraSP); needs labels.</summary>
    /// <inheritdoc cref="Prune(TransformsCatalog, PruningMethod, ScoringPruningOptions)" path="/param[@name!='method']|/exception"/>
    public static MethodPruningEstimator GraspPrune(this TransformsCatalog catalog, ScoringPruningOptions options)
        => catalog.Prune(PruningMethods.BuiltIn.Find("grasp"), options);

    /// <summary>Keeps the weights on the strongest paths, round by round (SynFlow), without labels.</summary>
    /// <inheritdoc cref="Prune(TransformsCatalog, string, NetworkArchitecture, string, string, string, double, PruningAllocation, int)" path="/param[@name!='method' and @name!='labelColumnName']"/>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static MethodPruningEstimator SynFlowPrune(
        this TransformsCatalog catalog,
        NetworkArchitecture architecture,
        string outputColumnName = ColumnNames.PrunedNetwork,
        string inputColumnName = ColumnNames.Features,
        double density = PruningDefaults.Density,
        PruningAllocation allocation = PruningDefaults.Allocation,
        int seed = PruningDefaults.Seed)
        => catalog.SynFlowPrune(Tell(architecture, outputColumnName, inputColumnName, ColumnNames.Label, density, allocation, seed));

    /// <summary>Keeps the weights on the strongest paths, round by round (SynFlow), without labels.</summary>
    /// <inheritdoc cref="Prune(TransformsCatalog, PruningMethod, ScoringPruningOptions)" path="/param[@name!='method']|/exception"/>
    public static MethodPruningEstimator SynFlowPrune(this TransformsCatalog catalog, ScoringPruningOptions options)
        => catalog.Prune(PruningMethods.BuiltIn.Find("synflow"), options);

    /// <summary>Keeps the weights that the tangent kernel's trace depends on most, round by round (NTK-SAP), without labels.</summary>
    /// <inheritdoc cref="Prune(TransformsCatalog, string, NetworkArchitecture, string, string, string, double, PruningAllocation, int)" path="/param[@name!='method' and @name!='labelColumnName']"/>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static MethodPruningEstimator NtkSapPrune(
        this TransformsCatalog catalog,
        NetworkArchitecture architecture,
        string outputColumnName = ColumnNames.PrunedNetwork,
        string inputColumnName = ColumnNames.Features,
        double density = PruningDefaults.Density,
        PruningAllocation allocation = PruningDefaults.Allocation,
        int seed = PruningDefaults.Seed)
        => catalog.NtkSapPrune(Tell(architecture, outputColumnName, inputColumnName, ColumnNames.Label, density, allocation, seed));

    /// <summary>Keeps the weights that the tangent kernel's trace depends on most, round by round (NTK-SAP), without labels.</summary>
    /// <inheritdoc cref="Prune(TransformsCatalog, PruningMethod, ScoringPruningOptions)" path="/param[@name!='method']|/exception"/>
    public static MethodPruningEstimator NtkSapPrune(this TransformsCatalog catalog, ScoringPruningOptions options)
        => catalog.Prune(PruningMethods.BuiltIn.Find("ntk-sap"), options);

    /// <summary>Keeps the weights on the paths that matter to the tangent kernel's trace on the samples, round by round (PX), without labels.</summary>
    /// <inheritdoc cref="Prune(TransformsCatalog, string, NetworkArchitecture, string, string, string, double, PruningAllocation, int)" path="/param[@name!='method' and @name!='labelColumnName']"/>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static MethodPruningEstimator PxPrune(
        this TransformsCatalog catalog,
        NetworkArchitecture architecture,
        string outputColumnName = ColumnNames.PrunedNetwork,
        string inputColumnName = ColumnNames.Features,
        double density = PruningDefaults.Density,
        PruningAllocation allocation = PruningDefaults.Allocation,
        int seed = PruningDefaults.Seed)
        => catalog.PxPrune(Tell(architecture, outputColumnName, inputColumnName, ColumnNames.Label, density, allocation, seed));

    /// <summary>Keeps the weights on the paths that matter to the tangent kernel's trace on the samples, round by round (PX), without labels.</summary>
    /// <inheritdoc cref="Prune(TransformsCatalog, PruningMethod, ScoringPruningOptions)" path="/param[@name!='method']|/exception"/>
    public static MethodPruningEstimator PxPrune(this TransformsCatalog catalog, ScoringPruningOptions options)
        => catalog.Prune(PruningMethods.BuiltIn.Find("px"), options);

    /// <summary>Keeps weights chosen at random and scales them to what is left of the fan-in, without labels.</summary>
    /// <inheritdoc cref="Prune(TransformsCatalog, string, NetworkArchitecture, string, string, string, double, PruningAllocation, int)" path="/param[@name!='method' and @name!='labelColumnName']"/>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static MethodPruningEstimator ScaledRandomPrune(
        this TransformsCatalog catalog,
        NetworkArchitecture architecture,
        string outputColumnName = ColumnNames.PrunedNetwork,
        string inputColumnName = ColumnNames.Features,
        double density = PruningDefaults.Density,
        PruningAllocation allocation = PruningDefaults.Allocation,
        int seed = PruningDefaults.Seed)
        => catalog.ScaledRandomPrune(Tell(architecture, outputColumnName, inputColumnName, ColumnNames.Label, density, allocation, seed));

    /// <summary>Keeps weights chosen at random and scales them to what is left of the fan-in, without labels.</summary>
    /// <inheritdoc cref="Prune(TransformsCatalog, PruningMethod, ScoringPruningOptions)" path="/param[@name!='method']|/exception"/>
    public static MethodPruningEstimator ScaledRandomPrune(this TransformsCatalog catalog, ScoringPruningOptions options)
        => catalog.Prune(PruningMethods.BuiltIn.Find("scaled-random"), options);

    private static ScoringPruningOptions Tell(
        NetworkArchitecture architecture,
        string outputColumnName,
        string inputColumnName,
        string labelColumnName,
        double density,
        PruningAllocation allocation,
        int seed) => new()
        {
            Architecture = architecture,
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            LabelColumnName = labelColumnName,
            Density = density,
            Allocation = allocation,
            Seed = seed,
        };
}
