namespace Microsoft.ML;

/// <summary>The columns of a data view. Of several columns of one name the last is visible, the others are hidden.</summary>
public sealed class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _visible;
    private DataViewSchema(Column[] columns, Dictionary<string, int> visible) => (_columns, _visible) = (columns, visible);

    /// <summary>The number of columns, hidden ones counted.</summary>
    public int Count => _columns.Length;

    /// <summary>The visible column of a name.</summary>
    public Column this[string name]
        => GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(nameof(name), $"Column '{name}' not found");

    /// <summary>The column at a position.</summary>
    public Column this[int columnIndex]
        => (uint)columnIndex < _columns.Length ? _columns[columnIndex] : throw new ArgumentOutOfRangeException(nameof(columnIndex));

    /// <summary>The visible column of a name, or null.</summary>
    public Column? GetColumnOrNull(string name)
    {
        return _visible.TryGetValue(CheckName(name), out var index) ? _columns[index] : null;
    }

    private static string CheckName(string name) => string.IsNullOrEmpty(name) ? throw new ArgumentNullException(nameof(name)) : name;

    /// <inheritdoc/>
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A column of a schema.</summary>
    public struct Column
    {
        internal Column(string name, int index, bool isHidden, DataViewType type, Annotations annotations)
            => (Name, Index, IsHidden, Type, Annotations) = (name, index, isHidden, type, annotations ?? Annotations.Empty);

        /// <summary>The name.</summary>
        public string Name { get; }
        /// <summary>The position in the schema.</summary>
        public int Index { get; }
        /// <summary>Whether a later column has the same name.</summary>
        public bool IsHidden { get; }
        /// <summary>The type of the values.</summary>
        public DataViewType Type { get; }
        /// <summary>What is known of the column.</summary>
        public Annotations Annotations { get; }

        /// <inheritdoc/>
        public override string ToString() => Annotations is null or { Schema.Count: 0 } ? $"{Name}: {Type}" : $"{Name}: {Type} {{{Annotations}}}";
    }

    /// <summary>A column that belongs to no schema yet.</summary>
    public struct DetachedColumn
    {
        /// <summary>A column of a name and a type.</summary>
        public DetachedColumn(string name, DataViewType type, Annotations annotations = null)
        {
            Name = CheckName(name);
            Type = Checks.Value(type, nameof(type));
            Annotations = annotations ?? Annotations.Empty;
        }

        /// <summary>A column like one of a schema.</summary>
        public DetachedColumn(Column column)
            : this(column.Name, column.Type, column.Annotations) { }

        /// <summary>The name.</summary>
        public string Name { get; }
        /// <summary>The type of the values.</summary>
        public DataViewType Type { get; }
        /// <summary>What is known of the column.</summary>
        public Annotations Annotations { get; }
    }

    /// <summary>Collects the columns of a new schema.</summary>
    public sealed class Builder
    {
        private readonly List<DetachedColumn> _items = [];

        /// <summary>Adds a column at the end.</summary>
        public void AddColumn(string name, DataViewType type, Annotations annotations = null) => _items.Add(new DetachedColumn(name, type, annotations));

        /// <summary>Adds copies of columns.</summary>
        public void AddColumns(IEnumerable<Column> source) => AddColumns(source.Select(column => new DetachedColumn(column)));

        /// <summary>Adds columns.</summary>
        public void AddColumns(IEnumerable<DetachedColumn> source) => _items.AddRange(source);

        /// <summary>The schema of the columns added so far.</summary>
        public DataViewSchema ToSchema()
        {
            var visible = new Dictionary<string, int>();
            for (var i = 0; i < _items.Count; i++)
                visible[_items[i].Name] = i;
            return new DataViewSchema([.. _items.Select((item, i) => new Column(item.Name, i, visible[item.Name] != i, item.Type, item.Annotations))], visible);
        }
    }

    /// <summary>Values that belong to a column as a whole, each of a kind (its name) and a type.</summary>
    public sealed class Annotations
    {
        private readonly Delegate[] _getters;

        private Annotations(DataViewSchema schema, Delegate[] getters) => (Schema, _getters) = (schema, getters);

        /// <summary>No annotations.</summary>
        public static Annotations Empty { get; } = new(new DataViewSchema([], []), []);
        /// <summary>The kinds and types.</summary>
        public DataViewSchema Schema { get; }

        /// <summary>A getter of the annotation in a column of <see cref="Schema"/>.</summary>
        public ValueGetter<TValue> GetGetter<TValue>(Column column)
        {
            if (column.Index >= _getters.Length)
                throw new ArgumentException("The column is none of the annotations' schema", nameof(column));
            return _getters[column.Index] as ValueGetter<TValue>
                ?? throw new InvalidOperationException($"Annotation '{column.Name}' has type {column.Type}, not {typeof(TValue)}");
        }

        /// <summary>Reads the annotation of a kind.</summary>
        public void GetValue<TValue>(string kind, ref TValue value)
        {
            var column = Schema.GetColumnOrNull(kind) ?? throw new InvalidOperationException($"There is no annotation '{kind}'");
            GetGetter<TValue>(column)(ref value);
        }

        /// <inheritdoc/>
        public override string ToString() => string.Join(", ", Schema.Select(a => a.Name));

        /// <summary>Collects annotations.</summary>
        public sealed class Builder
        {
            private readonly DataViewSchema.Builder _columns = new();
            private readonly List<Delegate> _getters = [];

            /// <summary>Takes over those of another column that <paramref name="selector"/> picks by name.</summary>
            public void Add(Annotations annotations, Func<string, bool> selector)
            {
                if (annotations == null)
                    return;
                foreach (var column in annotations.Schema.Where(c => Checks.Value(selector, nameof(selector))(c.Name)))
                    Add(column.Name, column.Type, annotations._getters[column.Index], column.Annotations);
            }

            /// <summary>Adds an annotation that <paramref name="getter"/> writes.</summary>
            public void Add<TValue>(string name, DataViewType type, ValueGetter<TValue> getter, Annotations annotations = null)
                => Add(name, type, (Delegate)getter, annotations);

            /// <summary>Adds an annotation that <paramref name="getter"/>, a ValueGetter of the type's raw type, writes.</summary>
            public void Add(string name, DataViewType type, Delegate getter, Annotations annotations = null)
            {
                var needed = typeof(ValueGetter<>).MakeGenericType(Checks.Value(type, nameof(type)).RawType);
                if (Checks.Value(getter, nameof(getter)).GetType() != needed)
                    throw new ArgumentException($"Annotation '{name}' of type {type} needs a getter of {type.RawType}, but got {getter.GetType()}", nameof(type));
                _columns.AddColumn(name, type, annotations);
                _getters.Add(getter);
            }

            /// <summary>Adds a constant.</summary>
            public void AddPrimitiveValue<TValue>(string name, PrimitiveDataViewType type, TValue value, Annotations annotations = null)
                => Add(name, type, (ref TValue dst) => dst = value, annotations);

            /// <summary>The annotations added so far.</summary>
            public Annotations ToAnnotations() => new(_columns.ToSchema(), [.. _getters]);
        }
    }
}
