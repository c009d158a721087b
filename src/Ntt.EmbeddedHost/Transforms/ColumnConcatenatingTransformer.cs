using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

/// <summary>Joins columns of one item type to a vector, with the names of their slots.</summary>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal static readonly ModelVersion Version = new("CONCAT\0F", 0x00010003, 0x00010003, 0x00010003, "ConcatTransform", ModelVersion.DataAssembly, "ConcatFunction");

    private readonly (string Output, (string Name, string Alias)[] Inputs)[] _columns;

    internal ColumnConcatenatingTransformer(params (string Output, (string Name, string Alias)[] Inputs)[] columns) => _columns = columns;

    internal static ITransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        var columns = new (string Output, (string Name, string Alias)[] Inputs)[context.ReadCount(2 * sizeof(int))];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i].Output = context.ReadNonEmptyString();
            var inputs = new (string Name, string Alias)[context.ReadCount(2 * sizeof(int))];
            Checks.Decode(inputs.Length > 0, $"{context.EntryName}: column '{columns[i].Output}' has no inputs");
            for (var j = 0; j < inputs.Length; j++)
                inputs[j] = (context.ReadNonEmptyString(), context.ReadStringOrNull());
            columns[i].Inputs = inputs;
        }

        return new ColumnConcatenatingTransformer(columns);
    }

    private protected override RowMapper MakeMapper(DataViewSchema input)
        => new Mapper(Array.ConvertAll(_columns, column => new ConcatenatedColumn(input, column.Output, column.Inputs)));

    private protected override void Save(ModelSaveContext context)
    {
        context.SetVersion(Version);
        context.Writer.Write(_columns.Length);
        foreach (var (output, inputs) in _columns)
        {
            context.WriteString(output);
            context.Writer.Write(inputs.Length);
            foreach (var (name, alias) in inputs)
            {
                context.WriteString(name);
                context.WriteStringOrNull(alias);
            }
        }
    }

    private sealed class Mapper(ConcatenatedColumn[] columns) : RowMapper
    {
        public override DataViewSchema.DetachedColumn[] OutputColumns { get; } = Array.ConvertAll(columns, c => c.Describe());

        public override IEnumerable<int> Dependencies(bool[] active)
            => columns.Where((_, i) => active[i]).SelectMany(column => column.Inputs).Select(input => input.Index);

        public override Delegate[] CreateGetters(DataViewRow input, bool[] active)
            => columns.Select((column, i) => active[i] ? column.CreateGetter(input) : null).ToArray();
    }
}
