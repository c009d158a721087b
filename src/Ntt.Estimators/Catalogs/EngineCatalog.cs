using System.Runtime.CompilerServices;
using Ntt.Estimators;
using Ntt.Tangents;

namespace Microsoft.ML;

/// <summary>Where the estimators of a context compute.</summary>
public static class EngineCatalog
{
    // A context's catalogs do not know it; they are the same objects as long as it lives, and the entries go when they go.
    private static readonly ConditionalWeakTable<object, Func<INetworkEngine?>> s_engines = [];

    /// <summary>
    /// Lets the pruning and training estimators that are made by <c>context.Transforms</c> and <c>context.MulticlassClassification.Trainers</c> from now
    /// on compute on an engine, unless their options name one. Estimators made by their constructors know of no context.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <param name="choose">
    /// Names the engine, or null for the managed one. Asked once for every estimator, when it is made, so that what is set in the context until then
    /// counts; what it throws reaches the caller.
    /// </param>
    public static void UseEngine(this MLContext context, Func<MLContext, INetworkEngine?> choose)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(choose);
        Func<INetworkEngine?> ask = () => choose(context);
        s_engines.AddOrUpdate(context.Transforms, ask);
        s_engines.AddOrUpdate(context.MulticlassClassification.Trainers, ask);
    }

    /// <summary>The options, or a copy with the catalog's engine if they name none.</summary>
    internal static TOptions WithEngine<TOptions>(this TransformsCatalog catalog, TOptions options)
        where TOptions : NetworkEstimatorOptions
        => options is { Engine: null } && EngineOf(catalog) is { } engine ? (TOptions)options.With(engine) : options;

    /// <inheritdoc cref="WithEngine{TOptions}"/>
    internal static SparseSupervisedTrainer.Options WithEngine(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, SparseSupervisedTrainer.Options options)
        => options is { Engine: null } && EngineOf(catalog) is { } engine ? options.With(engine) : options;

    private static INetworkEngine? EngineOf(object catalog) => s_engines.TryGetValue(catalog, out var ask) ? ask() : null;
}
