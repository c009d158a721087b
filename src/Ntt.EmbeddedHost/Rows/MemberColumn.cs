using System.Linq.Expressions;

namespace Microsoft.ML.Data;

/// <summary>A member of a user's class bound to a column.</summary>
internal sealed class MemberColumn
{
    private MemberColumn(string name, DataViewType type, MemberInfo member, DataViewSchema.Annotations annotations)
    {
        Name = name;
        Type = type;
        Member = member;
        Annotations = annotations;
    }

    public string Name { get; }

    public DataViewType Type { get; }

    public MemberInfo Member { get; }

    public DataViewSchema.Annotations Annotations { get; }

    public static MemberColumn[] Create(Type userType, SchemaDefinition definition, SchemaDefinition.Direction direction)
    {
        definition ??= SchemaDefinition.Create(userType, direction);
        return definition.Select(column => Bind(userType, column)).ToArray();
    }

    public static DataViewSchema SchemaOf(MemberColumn[] columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns)
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        return builder.ToSchema();
    }

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    /// <summary>The type of a value as data views hold it, or of an item of an array or vector.</summary>
    public static Type ItemTypeOf(MemberInfo member, out bool isVector) => ItemTypeOf(TypeOf(member), out isVector);

    /// <summary>Whether values of a column of another type can be put into the member.</summary>
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

    private static Type ItemTypeOf(Type type, out bool isVector)
    {
        isVector = type.IsArray || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>));
        var item = type.IsArray ? type.GetElementType() : isVector ? type.GetGenericArguments()[0] : type;
        return item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item;
    }

    private static MemberColumn Bind(Type userType, SchemaDefinition.Column column)
    {
        var member = (MemberInfo)userType.GetField(column.MemberName) ?? userType.GetProperty(column.MemberName)
            ?? throw Checks.Parameter("userSchemaDefinition", $"No field or property with name '{column.MemberName}' found in type '{userType.FullName}'");
        var name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
        var item = ItemTypeOf(member, out var isVector);
        if (!PrimitiveTypes.TryGet(item, out var itemType))
            throw Checks.Parameter("rawType", $"Could not determine an IDataView type and registered custom types for member {member.Name}");
        var type = column.ColumnType ?? (isVector ? new VectorDataViewType(itemType) : itemType);
        Checks.Param(isVector == type is VectorDataViewType, "userSchemaDefinition", $"Column '{name}' has type {type}, but member '{member.Name}' is {TypeOf(member)}");
        Checks.Param(PrimitiveTypes.ItemTypeOf(type).RawType == item, "userSchemaDefinition", $"Column '{name}' has items of {PrimitiveTypes.ItemTypeOf(type)}, but member '{member.Name}' has {item}");
        return new MemberColumn(name, type, member, column.Annotations);
    }
}
