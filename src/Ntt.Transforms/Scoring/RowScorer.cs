using Microsoft.ML;
using Ntt.Networks;

namespace Ntt.Transforms.Scoring;

/// <summary>A network bound to a schema: which column it reads, which columns it adds. Shared by all rows and cursors.</summary>
internal sealed class RowScorer
{
    public RowScorer(Network network, ScoreKind kind, string featureColumnName, IReadOnlyList<OutputColumn> outputs, DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Network = network;
        Kind = kind;
        Outputs = outputs;
        InputSchema = inputSchema;
        Features = FeatureColumn.Find(inputSchema, featureColumnName, network.Architecture.Input.Size);
        FeatureColumn.CheckLayout(inputSchema, featureColumnName, network.Architecture.Input, PixelOrder.LayoutOf(network));
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(inputSchema);
        foreach (var output in outputs)
        {
            schema.AddColumn(output.Name, output.Type, output.Annotations(inputSchema));
        }

        OutputSchema = schema.ToSchema();
    }

    public Network Network { get; }

    public ScoreKind Kind { get; }

    public IReadOnlyList<OutputColumn> Outputs { get; }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>The column that the network reads, in <see cref="InputSchema"/>.</summary>
    public DataViewSchema.Column Features { get; }

    public ScoreBatch NewBatch(int capacity) => new(Network, Kind, Features.Name, capacity);

    /// <summary>Whether a column is one that the scorer adds.</summary>
    public bool IsOutput(DataViewSchema.Column column) => column.Index >= InputSchema.Count;

    /// <summary>The columns of the input that the given columns of the output need.</summary>
    public DataViewSchema.Column[] Dependencies(IEnumerable<DataViewSchema.Column> columns)
    {
        var needed = new bool[InputSchema.Count];
        foreach (var column in columns)
        {
            needed[IsOutput(column) ? Features.Index : column.Index] = true;
        }

        return [.. InputSchema.Where(column => needed[column.Index])];
    }
}
