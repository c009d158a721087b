namespace Microsoft.ML;

/// <summary>Runs single objects through a transformer, which is disposed with it; not safe for several threads at once.</summary>
public sealed class PredictionEngine<TSrc, TDst> : PredictionEngineBase<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    internal PredictionEngine(ITransformer transformer, bool ignoreMissingColumns, SchemaDefinition input, SchemaDefinition output)
        : base(transformer, ignoreMissingColumns, input, output) { }

    /// <inheritdoc/>
    public override void Predict(TSrc example, ref TDst prediction) => Run(example, prediction ??= new TDst());
}

/// <summary>What engines have in common.</summary>
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ObjectCursor<TSrc> _input;
    private readonly Action<TDst> _fill;
    private ITransformer _transformer;

    private protected PredictionEngineBase(ITransformer transformer, bool ignoreMissingColumns, SchemaDefinition input, SchemaDefinition output)
    {
        Checks.Value(transformer, nameof(transformer));
        Checks.Param(transformer.IsRowToRowMapper, nameof(transformer), "Must be a row to row mapper");
        _transformer = transformer;
        _input = ObjectCursor<TSrc>.SingleRow(MemberColumn.Create(typeof(TSrc), input, SchemaDefinition.Direction.Read));
        var mapper = transformer.GetRowToRowMapper(_input.Schema);
        _fill = new ObjectWriter<TDst>(mapper.OutputSchema, ignoreMissingColumns, output).Bind(mapper.GetRow(_input, mapper.OutputSchema));
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

    /// <summary>Disposes the transformer.</summary>
    public void Dispose()
    {
        _input.Dispose();
        (_transformer as IDisposable)?.Dispose();
        _transformer = null;
        GC.SuppressFinalize(this);
    }

    private protected void Run(TSrc example, TDst prediction)
    {
        _input.Set(example);
        _fill(prediction);
    }
}
