namespace Microsoft.ML.Data;

/// <summary>Joins columns of one item type to a vector, with the names of their slots.</summary>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal static readonly ModelVersion Version = new("CONCAT\0F", 0x00010003, "ConcatTransform", ModelVersion.DataAssembly, "ConcatFunction");
    private readonly string _output;
    private readonly string[] _inputs;
    internal ColumnConcatenatingTransformer(string output, string[] inputs) => (_output, _inputs) = (output, inputs);

    internal static ITransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        var columns = context.Reader.ReadInt32();
        Checks.Decode(columns == 1, $"{context.EntryName}: {columns} columns, expected 1");
        var output = context.ReadNonEmptyString();
        var inputs = new string[context.ReadCount(2 * sizeof(int))];
        Checks.Decode(inputs.Length > 0, $"{context.EntryName}: column '{output}' has no inputs");
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = context.ReadNonEmptyString();
            Checks.Decode(context.Reader.ReadInt32() == -1, $"{context.EntryName}: input '{inputs[i]}' has a second name");
        }
        return new ColumnConcatenatingTransformer(output, inputs);
    }

    private protected override RowMapper MakeMapper(DataViewSchema input) => new ConcatenatedColumn(input, _output, _inputs);

    private protected override void Save(ModelSaveContext context)
    {
        context.SetVersion(Version);
        context.Writer.Write(1);
        context.WriteString(_output);
        context.Writer.Write(_inputs.Length);
        foreach (var name in _inputs)
        {
            context.WriteString(name);
            context.Writer.Write(-1);
        }
    }
}
