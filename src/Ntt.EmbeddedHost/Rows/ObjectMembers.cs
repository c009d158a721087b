using System.Linq.Expressions;

namespace Microsoft.ML.Data;

/// <summary>A member of a user's class bound to a column.</summary>
internal sealed class MemberColumn(string name, DataViewType type, MemberInfo member, DataViewSchema.Annotations annotations)
{
    public string Name => name;
    public DataViewType Type => type;
    public MemberInfo Member => member;
    private DataViewSchema.Annotations Annotations => annotations;

    public static MemberColumn[] Create(Type userType, SchemaDefinition definition, SchemaDefinition.Direction direction)
        => (definition ?? SchemaDefinition.Create(userType, direction)).Select(column => Bind(userType, column)).ToArray();

    public static DataViewSchema SchemaOf(MemberColumn[] columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns)
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        return builder.ToSchema();
    }

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    /// <summary>The type of a value as data views hold it, or of an item of an array or vector.</summary>
    public static Type ItemTypeOf(MemberInfo member, out bool isVector)
    {
        var type = TypeOf(member);
        isVector = type.IsArray || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>));
        var item = type.IsArray ? type.GetElementType() : isVector ? type.GetGenericArguments()[0] : type;
        return item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item;
    }

    public bool Accepts(DataViewType type)
    {
        var item = ItemTypeOf(Member, out var isVector);
        return isVector == type is VectorDataViewType && PrimitiveTypes.ItemTypeOf(type).RawType == item;
    }

    public Func<TRow, TValue> Reader<TRow, TValue>()
    {
        var row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, TValue>>(Expression.MakeMemberAccess(row, Member), row).Compile();
    }

    public Action<TRow, TValue> Writer<TRow, TValue>()
    {
        var row = Expression.Parameter(typeof(TRow));
        var value = Expression.Parameter(typeof(TValue));
        var assign = Expression.Assign(Expression.MakeMemberAccess(row, Member), value);
        return Expression.Lambda<Action<TRow, TValue>>(assign, row, value).Compile();
    }

    private static MemberColumn Bind(Type userType, SchemaDefinition.Column column)
    {
        var member = (MemberInfo)userType.GetField(column.MemberName) ?? userType.GetProperty(column.MemberName)
            ?? throw Checks.Parameter("userSchemaDefinition", $"No field or property with name '{column.MemberName}' found in type '{userType.FullName}'");
        var name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
        var item = ItemTypeOf(member, out var isVector);
        Checks.Param(PrimitiveTypes.TryGet(item, out var itemType), "rawType", $"Could not determine an IDataView type and registered custom types for member {member.Name}");
        var type = column.ColumnType ?? (isVector ? new VectorDataViewType(itemType) : itemType);
        Checks.Param(isVector == type is VectorDataViewType, "userSchemaDefinition", $"Column '{name}' has type {type}, but member '{member.Name}' is {TypeOf(member)}");
        Checks.Param(PrimitiveTypes.ItemTypeOf(type).RawType == item, "userSchemaDefinition", $"Column '{name}' has items of {PrimitiveTypes.ItemTypeOf(type)}, but member '{member.Name}' has {item}");
        return new MemberColumn(name, type, member, column.Annotations);
    }
}

/// <summary>Getters over the members of a current object.</summary>
internal static class ObjectReader
{
    /// <summary>A getter of a member of the object that <paramref name="current"/> returns.</summary>
    public static Delegate Getter<TRow>(MemberColumn column, Func<TRow> current)
    {
        var member = MemberColumn.TypeOf(column.Member);
        if (member == typeof(string))
            return Scalar<TRow, string, ReadOnlyMemory<char>>(column, current, text => text.AsMemory());
        if (member == typeof(string[]))
            return Vector<TRow, string, ReadOnlyMemory<char>>(column, current, texts => Array.ConvertAll(texts, text => text.AsMemory()));
        var method = column.Type is KeyDataViewType ? nameof(Key) : member.IsArray ? nameof(Items) : column.Type is VectorDataViewType ? nameof(Copy) : nameof(Value);
        return (Delegate)RawValues.Call(typeof(ObjectReader), method, [typeof(TRow), PrimitiveTypes.ItemTypeOf(column.Type).RawType], column, current);
    }

    private static ValueGetter<T> Scalar<TRow, TMember, T>(MemberColumn column, Func<TRow> current, Func<TMember, T> convert)
    {
        var read = column.Reader<TRow, TMember>();
        return (ref T dst) => dst = convert(read(current()));
    }

    private static ValueGetter<VBuffer<T>> Vector<TRow, TItem, T>(MemberColumn column, Func<TRow> current, Func<TItem[], T[]> convert)
    {
        var read = column.Reader<TRow, TItem[]>();
        return (ref VBuffer<T> dst) =>
        {
            var items = convert(read(current()) ?? []);
            VBuffer<T>.Copy(items, 0, ref dst, items.Length);
        };
    }

    private static ValueGetter<VBuffer<T>> Copy<TRow, T>(MemberColumn column, Func<TRow> current)
    {
        var read = column.Reader<TRow, VBuffer<T>>();
        return (ref VBuffer<T> dst) => read(current()).CopyTo(ref dst);
    }

    private static ValueGetter<T> Value<TRow, T>(MemberColumn column, Func<TRow> current) => Scalar<TRow, T, T>(column, current, value => value);
    private static ValueGetter<VBuffer<T>> Items<TRow, T>(MemberColumn column, Func<TRow> current) => Vector<TRow, T, T>(column, current, items => items);

    /// <summary>Objects count their keys from 0, columns from 1; what lies above the last key is missing.</summary>
    private static ValueGetter<T> Key<TRow, T>(MemberColumn column, Func<TRow> current)
    {
        Checks.State(typeof(T) != typeof(ushort), "Keys held in UInt16 cannot be read from objects");
        return Scalar<TRow, T, T>(column, current, key =>
        {
            var index = Convert.ToUInt64(key, CultureInfo.InvariantCulture);
            return index < ((KeyDataViewType)column.Type).Count ? (T)Convert.ChangeType(index + 1, typeof(T), CultureInfo.InvariantCulture) : default;
        });
    }
}

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

    public IEnumerable<DataViewSchema.Column> Sources => _bound.Select(b => b.Source);

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
        var (method, value) = type.IsArray ? (nameof(Items), PrimitiveTypes.ItemTypeOf(source.Type).RawType) : (nameof(Same), source.Type.RawType);
        return (Action<TRow>)RawValues.Call(typeof(ObjectWriter<TRow>), method, [value], member, row, source);
    }

    private static Action<TRow> Value<T, TMember>(MemberColumn member, DataViewRow row, DataViewSchema.Column source, Func<T, TMember> convert)
    {
        var write = member.Writer<TRow, TMember>();
        var getter = row.GetGetter<T>(source);
        return target =>
        {
            T value = default;
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
            if ((items?.Length ?? 0) != value.Length || !value.IsDense)
                items = new T[value.Length];
            value.CopyTo(items);
            write(target, items);
        };
    }
}
