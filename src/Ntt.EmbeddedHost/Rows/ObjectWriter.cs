namespace Microsoft.ML.Data;

/// <summary>Writes the values of rows of a schema into objects.</summary>
internal sealed class ObjectWriter<TRow>
    where TRow : class
{
    private readonly List<(MemberColumn Member, DataViewSchema.Column Source)> _bound = [];

    public ObjectWriter(DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition definition)
    {
        foreach (var member in MemberColumn.Create(typeof(TRow), definition, SchemaDefinition.Direction.Write))
        {
            if (schema.GetColumnOrNull(member.Name) is { } source)
            {
                Checks.State(member.Accepts(source.Type), $"Can't bind the IDataView column '{member.Name}' of type '{source.Type}' to field or property '{member.Member.Name}' of type '{MemberColumn.TypeOf(member.Member)}'.");
                _bound.Add((member, source));
            }
            else if (!ignoreMissingColumns)
            {
                throw Checks.MissingColumn("Schema", "", member.Name);
            }
        }
    }

    /// <summary>The columns read.</summary>
    public IEnumerable<DataViewSchema.Column> Sources => _bound.Select(b => b.Source);

    /// <summary>An action that writes the row's current values into an object.</summary>
    public Action<TRow> Bind(DataViewRow row)
    {
        var setters = _bound.Select(b => Setter(b.Member, row, b.Source)).ToArray();
        return target =>
        {
            foreach (var setter in setters)
                setter(target);
        };
    }

    private static Action<TRow> Setter(MemberColumn member, DataViewRow row, DataViewSchema.Column source)
    {
        var type = MemberColumn.TypeOf(member.Member);
        if (type == typeof(string))
            return Value<ReadOnlyMemory<char>, string>(member, row, source, text => text.ToString());
        if (type == typeof(string[]))
            return Value<VBuffer<ReadOnlyMemory<char>>, string[]>(member, row, source, texts => texts.DenseValues().Select(text => text.ToString()).ToArray());
        var method = type.IsArray ? nameof(Items) : source.Type is VectorDataViewType ? nameof(Vector) : nameof(Same);
        return (Action<TRow>)RawValues.Call(typeof(ObjectWriter<TRow>), method, [PrimitiveTypes.ItemTypeOf(source.Type).RawType], member, row, source);
    }

    private static Action<TRow> Value<T, TMember>(MemberColumn member, DataViewRow row, DataViewSchema.Column source, Func<T, TMember> convert)
    {
        var write = member.Writer<TRow, TMember>();
        var getter = row.GetGetter<T>(source);
        T value = default;
        return target =>
        {
            getter(ref value);
            write(target, convert(value));
        };
    }

    private static Action<TRow> Same<T>(MemberColumn member, DataViewRow row, DataViewSchema.Column source) => Value<T, T>(member, row, source, value => value);

    /// <summary>Fills the object's own array when it has the right length.</summary>
    private static Action<TRow> Items<T>(MemberColumn member, DataViewRow row, DataViewSchema.Column source)
    {
        var (read, write) = (member.Reader<TRow, T[]>(), member.Writer<TRow, T[]>());
        var getter = row.GetGetter<VBuffer<T>>(source);
        VBuffer<T> value = default;
        return target =>
        {
            getter(ref value);
            var items = read(target);
            if (items?.Length != value.Length || !value.IsDense)
                items = new T[value.Length];
            value.CopyTo(items);
            write(target, items);
        };
    }

    private static Action<TRow> Vector<T>(MemberColumn member, DataViewRow row, DataViewSchema.Column source)
    {
        var (read, write) = (member.Reader<TRow, VBuffer<T>>(), member.Writer<TRow, VBuffer<T>>());
        var getter = row.GetGetter<VBuffer<T>>(source);
        return target =>
        {
            var value = read(target);
            getter(ref value);
            write(target, value);
        };
    }
}
