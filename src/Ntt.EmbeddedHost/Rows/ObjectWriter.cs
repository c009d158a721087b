using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Writes the values of rows of a schema into objects.</summary>
internal sealed class ObjectWriter<TRow>
    where TRow : class
{
    private readonly (MemberColumn Member, DataViewSchema.Column Source)[] _bound;

    public ObjectWriter(DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition definition)
    {
        var bound = new List<(MemberColumn, DataViewSchema.Column)>();
        foreach (var member in MemberColumn.Create(typeof(TRow), definition, SchemaDefinition.Direction.Write))
        {
            if (schema.GetColumnOrNull(member.Name) is not { } source)
            {
                if (ignoreMissingColumns)
                    continue;
                throw Checks.MissingColumn("Schema", "", member.Name);
            }

            Checks.State(
                member.Accepts(source.Type),
                $"Can't bind the IDataView column '{member.Name}' of type '{source.Type}' to field or property '{member.Member.Name}' of type '{MemberColumn.TypeOf(member.Member)}'.");
            bound.Add((member, source));
        }

        _bound = [.. bound];
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
            return Text(member, row, source);
        if (type == typeof(string[]))
            return Texts(member, row, source);
        var method = type.IsArray ? nameof(Items) : source.Type is VectorDataViewType ? nameof(Vector) : nameof(Value);
        return (Action<TRow>)RawValues.Call(typeof(ObjectWriter<TRow>), method, PrimitiveTypes.ItemTypeOf(source.Type).RawType, member, row, source);
    }

    private static Action<TRow> Text(MemberColumn member, DataViewRow row, DataViewSchema.Column source)
    {
        var write = member.Writer<TRow, string>();
        var getter = row.GetGetter<ReadOnlyMemory<char>>(source);
        ReadOnlyMemory<char> value = default;
        return target =>
        {
            getter(ref value);
            write(target, value.ToString());
        };
    }

    private static Action<TRow> Texts(MemberColumn member, DataViewRow row, DataViewSchema.Column source)
    {
        var write = member.Writer<TRow, string[]>();
        var getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(source);
        VBuffer<ReadOnlyMemory<char>> value = default;
        return target =>
        {
            getter(ref value);
            write(target, value.DenseValues().Select(text => text.ToString()).ToArray());
        };
    }

    private static Action<TRow> Value<T>(MemberColumn member, DataViewRow row, DataViewSchema.Column source)
    {
        var write = member.Writer<TRow, T>();
        var getter = row.GetGetter<T>(source);
        T value = default;
        return target =>
        {
            getter(ref value);
            write(target, value);
        };
    }

    /// <summary>Fills the object's own array when it has the right length.</summary>
    private static Action<TRow> Items<T>(MemberColumn member, DataViewRow row, DataViewSchema.Column source)
    {
        var read = member.Reader<TRow, T[]>();
        var write = member.Writer<TRow, T[]>();
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
        var read = member.Reader<TRow, VBuffer<T>>();
        var write = member.Writer<TRow, VBuffer<T>>();
        var getter = row.GetGetter<VBuffer<T>>(source);
        return target =>
        {
            var value = read(target);
            getter(ref value);
            write(target, value);
        };
    }
}
