namespace Microsoft.ML
{
    /// <summary>Something that can be saved in a model file.</summary>
    public interface ICanSaveModel
    {
        /// <summary>Saves into a model file.</summary>
        void Save(ModelSaveContext ctx);
    }

    /// <summary>Turns a view into another one.</summary>
    public interface ITransformer : ICanSaveModel
    {
        /// <summary>Whether every output row follows from one input row.</summary>
        bool IsRowToRowMapper { get; }
        /// <summary>The schema that <see cref="Transform"/> of such an input has.</summary>
        DataViewSchema GetOutputSchema(DataViewSchema inputSchema);
        /// <summary>The transformed view; rows are computed as they are read.</summary>
        IDataView Transform(IDataView input);
        /// <summary>The row by row form, where <see cref="IsRowToRowMapper"/> says there is one.</summary>
        IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);
    }

    /// <summary>Learns a transformer from data.</summary>
    public interface IEstimator<out TTransformer>
        where TTransformer : ITransformer
    {
        /// <summary>Learns from data.</summary>
        TTransformer Fit(IDataView input);
        /// <summary>The shape of the output for a shape of input; it throws when a column is missing or has the wrong type.</summary>
        SchemaShape GetOutputSchema(SchemaShape inputSchema);
    }

    /// <summary>A transformer around a model.</summary>
    public interface IPredictionTransformer<out TModel> : ITransformer
        where TModel : class
    {
        /// <summary>The model.</summary>
        TModel Model { get; }
    }

    /// <summary>A transformer around a model that reads one column.</summary>
    public interface ISingleFeaturePredictionTransformer<out TModel> : IPredictionTransformer<TModel>
        where TModel : class
    {
        /// <summary>The column read.</summary>
        string FeatureColumnName { get; }
        /// <summary>Its type.</summary>
        DataViewType FeatureColumnType { get; }
    }
}

namespace Microsoft.ML.Data
{
    /// <summary>A mapping of rows bound to a schema.</summary>
    public interface IRowToRowMapper
    {
        /// <summary>The schema of rows taken.</summary>
        DataViewSchema InputSchema { get; }
        /// <summary>The schema of rows returned.</summary>
        DataViewSchema OutputSchema { get; }
        /// <summary>The input columns that output columns are computed from.</summary>
        IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns);
        /// <summary>A row that follows <paramref name="input"/>.</summary>
        DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns);
    }

    /// <summary>An estimator that has nothing to learn.</summary>
    public abstract class TrivialEstimator<TTransformer> : IEstimator<TTransformer>
        where TTransformer : class, ITransformer
    {
        private protected TrivialEstimator(TTransformer transformer) => Transformer = transformer;
        private protected TTransformer Transformer { get; }

        /// <summary>Checks the schema and returns the transformer.</summary>
        public TTransformer Fit(IDataView input)
        {
            Checks.Value(input, nameof(input));
            Transformer.GetOutputSchema(input.Schema);
            return Transformer;
        }

        /// <inheritdoc/>
        public abstract SchemaShape GetOutputSchema(SchemaShape inputSchema);
    }
}
