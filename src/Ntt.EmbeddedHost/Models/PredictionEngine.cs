using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Runs single objects through a transformer; not safe for several threads at once.</summary>
public sealed class PredictionEngine<TSrc, TDst> : PredictionEngineBase<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    internal PredictionEngine(ITransformer transformer, PredictionEngineOptions options)
        : base(transformer, options)
    {
    }

    /// <inheritdoc/>
    public override void Predict(TSrc example, ref TDst prediction)
    {
        prediction ??= new TDst();
        Run(example, prediction);
    }
}

/// <summary>What engines have in common.</summary>
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ObjectRow<TSrc> _input;
    private readonly Action<TDst> _fill;
    private readonly ITransformer _transformer;
    private readonly bool _ownsTransformer;
    private bool _disposed;

    private protected PredictionEngineBase(ITransformer transformer, PredictionEngineOptions options)
    {
        Checks.Value(transformer, nameof(transformer));
        Checks.Param(transformer.IsRowToRowMapper, nameof(transformer), "Must be a row to row mapper");
        _transformer = transformer;
        _ownsTransformer = options.OwnsTransformer;
        _input = new ObjectRow<TSrc>(MemberColumn.Create(typeof(TSrc), options.InputSchemaDefinition, SchemaDefinition.Direction.Read));
        var mapper = transformer.GetRowToRowMapper(_input.Schema);
        var writer = new ObjectWriter<TDst>(mapper.OutputSchema, options.IgnoreMissingColumns, options.OutputSchemaDefinition);
        _fill = writer.Bind(mapper.GetRow(_input, mapper.OutputSchema));
        OutputSchema = transformer.GetOutputSchema(_input.Schema);
    }

    /// <summary>The schema of what the transformer returns.</summary>
    public DataViewSchema OutputSchema { get; }

    /// <summary>The prediction for one example.</summary>
    public TDst Predict(TSrc example)
    {
        var result = new TDst();
        Predict(example, ref result);
        return result;
    }

    /// <summary>Writes the prediction for one example into an object.</summary>
    public abstract void Predict(TSrc example, ref TDst prediction);

    /// <summary>Releases the transformer, when the engine owns it.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _input.Dispose();
        if (_ownsTransformer)
            (_transformer as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void Run(TSrc example, TDst prediction)
    {
        Checks.Value(example, nameof(example));
        _input.Set(example);
        _fill(prediction);
    }
}

/// <summary>How an engine treats its input and output.</summary>
public sealed class PredictionEngineOptions
{
    /// <summary>Whether members of the output without a column are left alone.</summary>
    public bool IgnoreMissingColumns = true;

    /// <summary>The columns of the input class, when not as its attributes say.</summary>
    public SchemaDefinition InputSchemaDefinition;

    /// <summary>The columns of the output class, when not as its attributes say.</summary>
    public SchemaDefinition OutputSchemaDefinition;

    /// <summary>Whether the transformer is disposed with the engine.</summary>
    public bool OwnsTransformer = true;
}
