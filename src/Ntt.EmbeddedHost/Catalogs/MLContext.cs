namespace Microsoft.ML;

/// <summary>Where pipelines start: catalogs of components, logging, a seed.</summary>
public sealed class MLContext : IHostEnvironment
{
    private readonly HostEnvironment _environment;

    /// <summary>A context; with a seed, data is split the same every time.</summary>
    public MLContext(int? seed = null)
    {
        _environment = new HostEnvironment(seed, (source, message) => Log?.Invoke(this, new LoggingEventArgs(message.Message, message.Kind, source)));
        MulticlassClassification = new MulticlassClassificationCatalog(_environment);
        Model = new ModelOperationsCatalog(_environment);
        Data = new DataOperationsCatalog(_environment);
    }

    /// <summary>Raised for every message of components.</summary>
    public event EventHandler<LoggingEventArgs> Log;

    /// <summary>Classification into several classes.</summary>
    public MulticlassClassificationCatalog MulticlassClassification { get; }

    /// <summary>Transforms.</summary>
    public TransformsCatalog Transforms { get; } = new();

    /// <summary>Saving, loading and use of models.</summary>
    public ModelOperationsCatalog Model { get; }

    /// <summary>Loading and splitting of data.</summary>
    public DataOperationsCatalog Data { get; }

    /// <summary>The classes that saved models may name.</summary>
    public ComponentCatalog ComponentCatalog => _environment.ComponentCatalog;

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => _environment.Register(name, seed, verbose);

    IChannel IChannelProvider.Start(string name) => _environment.Start(name);
}
