using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Networks;
using Ntt.Transforms.Persistence;
using Ntt.Transforms.Scoring;

namespace Ntt.Transforms;

/// <summary>A transformer that scores a column with a network and adds the result. Immutable and safe to use from several threads.</summary>
public abstract class NetworkTransformer : ITransformer
{
    private readonly SavedPipeline _saved;

    private protected NetworkTransformer(Network network, SavedPipeline saved)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network;
        _saved = saved;
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The column that the network reads: Vector of Single, as long as the network's input.</summary>
    public string FeatureColumnName => _saved.FeatureColumnName;

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The schema with the added columns.</summary>
    /// <exception cref="ArgumentException">The feature column is missing or does not fit the network.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    /// <summary>
    /// The data with the added columns. Scores are computed when they are read, batch by batch in each cursor and once a row for all added columns; the
    /// cursors of GetRowCursorSet score in parallel, also over data that has a single cursor.
    /// </summary>
    /// <exception cref="ArgumentException">The feature column is missing or does not fit the network.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredView(Bind(input.Schema), input);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new ScoredMapper(Bind(inputSchema));

    /// <summary>
    /// Saves the transformer as a chain of ML.NET's own, which every process that can load this assembly loads without further ado; see
    /// <see cref="SparseNetworks"/> for what becomes of it there.
    /// </summary>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ((ICanSaveModel)CarrierChain.Create(Network, _saved)).Save(ctx);
    }

    private protected abstract IReadOnlyList<OutputColumn> Outputs { get; }

    private RowScorer Bind(DataViewSchema schema) => new(Network, _saved.ScoreKind, FeatureColumnName, Outputs, schema);
}
