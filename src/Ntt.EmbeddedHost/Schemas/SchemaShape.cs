namespace Microsoft.ML;

/// <summary>What an estimator knows of columns before any data: names, kinds and item types, without sizes.</summary>
public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private static readonly SchemaShape s_empty = new([]);
    private readonly Column[] _columns;

    /// <summary>A shape of columns.</summary>
    public SchemaShape(IEnumerable<Column> columns)
    {
        _columns = Checks.Value(columns, nameof(columns)).ToArray();
        Checks.Param(_columns.All(c => c.IsValid), nameof(columns), "Some columns have no name");
    }

    /// <summary>The number of columns.</summary>
    public int Count => _columns.Length;
    /// <summary>The column at a position.</summary>
    public Column this[int index] => _columns[index];
    /// <inheritdoc/>
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static SchemaShape Create(DataViewSchema schema)
        => new(schema.Where(c => !c.IsHidden).Select(c => Column.Of(c.Name, c.Type, new SchemaShape(c.Annotations.Schema.Select(a => Column.Of(a.Name, a.Type))))));

    internal Column Find(string name) => TryFindColumn(name, out var column) ? column : throw Checks.MissingColumn("inputSchema", "input", name);

    internal bool TryFindColumn(string name, out Column column)
    {
        column = _columns.FirstOrDefault(c => c.Name == name);
        return column.IsValid;
    }

    /// <summary>This shape with a column added, or put in place of the one of the same name.</summary>
    internal SchemaShape With(IEnumerable<Column> added)
    {
        var result = _columns.ToDictionary(c => c.Name);
        foreach (var column in added)
            result[column.Name] = column;
        return new SchemaShape(result.Values);
    }

    /// <summary>The shape of one column.</summary>
    public struct Column
    {
        /// <summary>Whether a column holds vectors.</summary>
        public enum VectorKind
        {
            /// <summary>Single values.</summary>
            Scalar,
            /// <summary>Vectors of one length.</summary>
            Vector,
            /// <summary>Vectors whose length varies.</summary>
            VariableVector,
        }

        /// <summary>The name.</summary>
        public readonly string Name;
        /// <summary>Whether the column holds vectors.</summary>
        public readonly VectorKind Kind;
        /// <summary>The type of a value, or of an item of a vector; for keys the number type they are held in.</summary>
        public readonly DataViewType ItemType;
        /// <summary>Whether the values are keys.</summary>
        public readonly bool IsKey;
        /// <summary>The kinds of annotations.</summary>
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind kind, DataViewType itemType, bool isKey, SchemaShape annotations = null)
        {
            Checks.NonEmpty(name, nameof(name));
            (Name, Kind, ItemType, IsKey, Annotations) = (name, kind, itemType, isKey, annotations ?? s_empty);
        }

        internal readonly bool IsValid => Name != null;

        internal static Column Of(string name, DataViewType type, SchemaShape annotations = null)
        {
            var kind = type is not VectorDataViewType vector ? VectorKind.Scalar : vector.IsKnownSize ? VectorKind.Vector : VectorKind.VariableVector;
            var itemType = type is VectorDataViewType items ? items.ItemType : type;
            var isKey = itemType is KeyDataViewType;
            if (isKey && PrimitiveTypes.TryGet(itemType.RawType, out var number))
                itemType = number;
            return new Column(name, kind, itemType, isKey, annotations);
        }

        internal readonly string GetTypeString()
        {
            var item = IsKey ? $"Key<{ItemType}>" : ItemType.ToString();
            return Kind == VectorKind.Scalar ? item : Kind == VectorKind.Vector ? $"Vector<{item}>" : $"VarVector<{item}>";
        }
    }
}
