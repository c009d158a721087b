namespace Microsoft.ML.Data;

/// <summary>Columns computed row by row from others.</summary>
internal abstract class RowMapper
{
    /// <summary>The columns computed.</summary>
    public abstract DataViewSchema.DetachedColumn[] OutputColumns { get; }

    /// <summary>The input columns that the active outputs are computed from.</summary>
    public abstract IEnumerable<int> Dependencies(bool[] active);

    /// <summary>Getters of the active outputs; null for the others.</summary>
    public abstract Delegate[] CreateGetters(DataViewRow input, bool[] active);
}

/// <summary>Output columns that are input columns (position) or computed ones (complement of the position).</summary>
internal sealed class RowMapping
{
    private readonly int[] _map;
    private readonly RowMapper _mapper;

    private RowMapping(DataViewSchema input, DataViewSchema output, int[] map, RowMapper mapper)
    {
        InputSchema = input;
        OutputSchema = output;
        _map = map;
        _mapper = mapper;
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public int this[int output] => _map[output];

    /// <summary>The input's columns in their order, a computed one after the column it hides, or else at the end.</summary>
    public static RowMapping Append(DataViewSchema input, RowMapper mapper)
    {
        var added = mapper.OutputColumns;
        var map = Enumerable.Range(0, input.Count).ToList();
        string NameOf(int index) => index >= 0 ? input[index].Name : added[~index].Name;
        for (var i = 0; i < added.Length; i++)
        {
            var hidden = map.FindLastIndex(index => NameOf(index) == added[i].Name);
            map.Insert(hidden >= 0 ? hidden + 1 : map.Count, ~i);
        }

        var builder = new DataViewSchema.Builder();
        builder.AddColumns(map.Select(index => index >= 0 ? new DataViewSchema.DetachedColumn(input[index]) : added[~index]));
        return new RowMapping(input, builder.ToSchema(), [.. map], mapper);
    }

    /// <summary>Some of the input's columns.</summary>
    public static RowMapping Select(DataViewSchema input, int[] indices)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(indices.Select(index => input[index]));
        return new RowMapping(input, builder.ToSchema(), indices, null);
    }

    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[_map.Length];
        foreach (var column in columns)
            active[column.Index] = true;
        return active;
    }

    public DataViewSchema.Column[] Dependencies(bool[] active)
    {
        var needed = new bool[InputSchema.Count];
        for (var i = 0; i < _map.Length; i++)
        {
            if (active[i] && _map[i] >= 0)
                needed[_map[i]] = true;
        }

        foreach (var index in _mapper?.Dependencies(Computed(active)) ?? [])
            needed[index] = true;
        return InputSchema.Where(column => needed[column.Index]).ToArray();
    }

    public Delegate[] CreateGetters(DataViewRow input, bool[] active)
    {
        var computed = Computed(active);
        return computed.Any(c => c) ? _mapper.CreateGetters(input, computed) : [];
    }

    private bool[] Computed(bool[] active)
    {
        var computed = new bool[_mapper?.OutputColumns.Length ?? 0];
        for (var i = 0; i < _map.Length; i++)
        {
            if (_map[i] < 0)
                computed[~_map[i]] = active[i];
        }

        return computed;
    }
}
