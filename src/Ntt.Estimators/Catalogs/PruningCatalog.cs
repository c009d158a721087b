using Ntt.Estimators;
using Ntt.Networks;
using Ntt.Pruning;

namespace Microsoft.ML;

/// <summary>Estimators that find a network before training, without labels.</summary>
public static class PruningCatalog
{
    /// <summary>Prunes by Neural Tangent Transfer.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="architecture">What the network computes.</param>
    /// <param name="outputColumnName">The column to add: the network's logits, with the network as an annotation.</param>
    /// <param name="inputColumnName">The column to read: Vector of Single, as long as the network's input.</param>
    /// <param name="density">Kept fraction of the weights, greater than 0 and at most 1.</param>
    /// <param name="allocation">How the kept weights are shared out among the layers.</param>
    /// <param name="numberOfEpochs">Epochs, at least 1.</param>
    /// <param name="seed">Seed of the initial weights and of every random choice.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static NttPruningEstimator NttPrune(
        this TransformsCatalog catalog,
        NetworkArchitecture architecture,
        string outputColumnName = ColumnNames.PrunedNetwork,
        string inputColumnName = ColumnNames.Features,
        double density = PruningDefaults.Density,
        PruningAllocation allocation = PruningDefaults.Allocation,
        int numberOfEpochs = PruningDefaults.NumberOfEpochs,
        int seed = PruningDefaults.Seed)
        => catalog.NttPrune(new NttPruningEstimator.Options
        {
            Architecture = architecture,
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            Density = density,
            Allocation = allocation,
            NumberOfEpochs = numberOfEpochs,
            Seed = seed,
        });

    /// <summary>Prunes by Neural Tangent Transfer, with all options.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">Copied and checked here.</param>
    /// <exception cref="ArgumentException">An option is missing or outside its range.</exception>
    public static NttPruningEstimator NttPrune(this TransformsCatalog catalog, NttPruningEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new NttPruningEstimator(catalog.WithEngine(options));
    }

    /// <summary>Keeps the weights that are largest at initialisation.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="architecture">What the network computes.</param>
    /// <param name="outputColumnName">The column to add: the network's logits, with the network as an annotation.</param>
    /// <param name="inputColumnName">The column to read: Vector of Single, as long as the network's input.</param>
    /// <param name="density">Kept fraction of the weights, greater than 0 and at most 1.</param>
    /// <param name="allocation">How the kept weights are shared out among the layers.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static MagnitudePruningEstimator MagnitudePrune(
        this TransformsCatalog catalog,
        NetworkArchitecture architecture,
        string outputColumnName = ColumnNames.PrunedNetwork,
        string inputColumnName = ColumnNames.Features,
        double density = PruningDefaults.Density,
        PruningAllocation allocation = PruningDefaults.Allocation,
        int seed = PruningDefaults.Seed)
        => catalog.MagnitudePrune(new MagnitudePruningEstimator.Options
        {
            Architecture = architecture,
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            Density = density,
            Allocation = allocation,
            Seed = seed,
        });

    /// <summary>Keeps the weights that are largest at initialisation, with all options.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">Copied and checked here.</param>
    /// <exception cref="ArgumentException">An option is missing or outside its range.</exception>
    public static MagnitudePruningEstimator MagnitudePrune(this TransformsCatalog catalog, MagnitudePruningEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new MagnitudePruningEstimator(catalog.WithEngine(options));
    }

    /// <summary>Keeps weights chosen at random.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="architecture">What the network computes.</param>
    /// <param name="outputColumnName">The column to add: the network's logits, with the network as an annotation.</param>
    /// <param name="inputColumnName">The column to read: Vector of Single, as long as the network's input.</param>
    /// <param name="density">Kept fraction of the weights, greater than 0 and at most 1.</param>
    /// <param name="allocation">How the kept weights are shared out among the layers.</param>
    /// <param name="seed">Seed of the initial weights and of the choice.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static RandomPruningEstimator RandomPrune(
        this TransformsCatalog catalog,
        NetworkArchitecture architecture,
        string outputColumnName = ColumnNames.PrunedNetwork,
        string inputColumnName = ColumnNames.Features,
        double density = PruningDefaults.Density,
        PruningAllocation allocation = PruningDefaults.Allocation,
        int seed = PruningDefaults.Seed)
        => catalog.RandomPrune(new RandomPruningEstimator.Options
        {
            Architecture = architecture,
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            Density = density,
            Allocation = allocation,
            Seed = seed,
        });

    /// <summary>Keeps weights chosen at random, with all options.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">Copied and checked here.</param>
    /// <exception cref="ArgumentException">An option is missing or outside its range.</exception>
    public static RandomPruningEstimator RandomPrune(this TransformsCatalog catalog, RandomPruningEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new RandomPruningEstimator(catalog.WithEngine(options));
    }

    /// <summary>Initialises a network and prunes nothing: the dense baseline.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="architecture">What the network computes.</param>
    /// <param name="outputColumnName">The column to add: the network's logits, with the network as an annotation.</param>
    /// <param name="inputColumnName">The column to read: Vector of Single, as long as the network's input.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    public static DenseNetworkEstimator DenseNetwork(
        this TransformsCatalog catalog,
        NetworkArchitecture architecture,
        string outputColumnName = ColumnNames.PrunedNetwork,
        string inputColumnName = ColumnNames.Features,
        int seed = PruningDefaults.Seed)
        => catalog.DenseNetwork(new DenseNetworkEstimator.Options
        {
            Architecture = architecture,
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            Seed = seed,
        });

    /// <summary>Initialises a network and prunes nothing, with all options.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">Copied and checked here.</param>
    /// <exception cref="ArgumentException">An option is missing or outside its range.</exception>
    public static DenseNetworkEstimator DenseNetwork(this TransformsCatalog catalog, DenseNetworkEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new DenseNetworkEstimator(catalog.WithEngine(options));
    }
}
