namespace Microsoft.ML;

/// <summary>Where pipelines start: catalogs of components, logging, a seed.</summary>
public sealed class MLContext : IHostEnvironment
{
    private readonly HostEnvironment _environment;

    /// <summary>A context; with a seed, data is split the same every time.</summary>
    public MLContext(int? seed = null)
    {
        _environment = new HostEnvironment(message => Log?.Invoke(this, message));
        Data = new DataOperationsCatalog(seed);
        MulticlassClassification = new MulticlassClassificationCatalog(Data);
        Model = new ModelOperationsCatalog(ComponentCatalog);
    }

    /// <summary>Raised for every message of components.</summary>
    public event EventHandler<LoggingEventArgs> Log;

    /// <summary>Classification into several classes.</summary>
    public MulticlassClassificationCatalog MulticlassClassification { get; }
    /// <summary>Transforms.</summary>
    public TransformsCatalog Transforms { get; } = new();
    /// <summary>Saving, loading and use of models.</summary>
    public ModelOperationsCatalog Model { get; }
    /// <summary>Loading of data.</summary>
    public DataOperationsCatalog Data { get; }
    /// <summary>The classes that saved models may name.</summary>
    public ComponentCatalog ComponentCatalog { get; } = new();
    /// <summary>The GPU to run on; null for the CPU.</summary>
    public int? GpuDeviceId { get; set; }
    /// <summary>Whether to run on the CPU where that GPU is missing.</summary>
    public bool FallbackToCpu { get; set; }

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => _environment.Register(name, seed, verbose);
    IChannel IChannelProvider.Start(string name) => _environment.Start(name);
}

/// <summary>A message of <see cref="MLContext.Log"/>.</summary>
public class LoggingEventArgs : EventArgs
{
    /// <summary>A message of a kind and a source.</summary>
    public LoggingEventArgs(string message, ChannelMessageKind kind, string source) => (RawMessage, Kind, Source) = (message, kind, source);

    /// <summary>The names of component and channel.</summary>
    public string Source { get; }
    /// <summary>The weight.</summary>
    public ChannelMessageKind Kind { get; }
    /// <summary>The text after source and kind.</summary>
    public string Message => $"[Source={Source}, Kind={Kind}] {RawMessage}";
    /// <summary>The text alone.</summary>
    public string RawMessage { get; }
}
