namespace Microsoft.ML.Data;

/// <summary>Which columns the members of a class stand for; it may be changed before use.</summary>
public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition() { }

    /// <summary>What the members are used for.</summary>
    [Flags]
    public enum Direction
    {
        /// <summary>They are read.</summary>
        Read = 1,
        /// <summary>They are written.</summary>
        Write = 2,
        /// <summary>They are read or written.</summary>
        Both = Read | Write,
    }

    /// <summary>The column of a name, or null.</summary>
    public Column this[string columnName] => this.FirstOrDefault(c => c.ColumnName == columnName);

    /// <summary>The columns of a class as its fields, properties and their attributes say.</summary>
    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        var result = new SchemaDefinition();
        var names = new HashSet<string>();
        foreach (var member in MembersOf(Checks.Value(userType, nameof(userType)), direction))
        {
            if (MemberColumn.TypeOf(member) == typeof(IChannel))
                continue;
            var name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            Checks.Param(names.Add(name), nameof(userType), $"Duplicate column name '{name}' detected, this is disallowed");
            result.Add(new Column(member.Name, TypeOf(member), name));
        }
        return result;
    }

    private static IEnumerable<MemberInfo> MembersOf(Type type, Direction direction)
    {
        bool Fits(PropertyInfo property) => property.GetIndexParameters().Length == 0
            && ((direction.HasFlag(Direction.Read) && property.GetGetMethod() != null) || (direction.HasFlag(Direction.Write) && property.GetSetMethod() != null));
        const BindingFlags Instance = BindingFlags.Public | BindingFlags.Instance;
        return type.GetFields(Instance).Concat<MemberInfo>(type.GetProperties(Instance).Where(Fits));
    }

    private static DataViewType TypeOf(MemberInfo member)
    {
        var raw = MemberColumn.ItemTypeOf(member, out var isVector);
        Checks.Param(PrimitiveTypes.TryGet(raw, out var itemType), "rawType", $"Could not determine an IDataView type and registered custom types for member {member.Name}");
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
        {
            Checks.Param(KeyDataViewType.IsValidDataType(raw), "userType", $"Member {member.Name} is marked as a key, but {raw} cannot hold keys");
            itemType = new KeyDataViewType(raw, key.Count);
        }
        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        Checks.Param(isVector || vector == null, "userType", $"Member {member.Name} is marked as a vector, but is none");
        return isVector ? new VectorDataViewType(itemType, vector?.Dimensions is { Length: > 0 } dimensions ? dimensions : [0]) : itemType;
    }

    /// <summary>The column a member stands for.</summary>
    public sealed class Column
    {
        private readonly DataViewSchema.Annotations.Builder _annotations = new();

        internal Column(string memberName, DataViewType columnType, string columnName)
            => (MemberName, ColumnType, ColumnName) = (memberName, columnType, columnName);

        /// <summary>The member.</summary>
        public string MemberName { get; }
        /// <summary>The column's name.</summary>
        public string ColumnName { get; set; }
        /// <summary>The column's type; it must fit the member.</summary>
        public DataViewType ColumnType { get; set; }

        /// <summary>The annotations added.</summary>
        public DataViewSchema.Annotations Annotations => _annotations.ToAnnotations();

        /// <summary>Adds an annotation; a vector is given as an array.</summary>
        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            var getter = ConstantGetter.Create(value, Checks.Value(annotationType, nameof(annotationType)));
            Checks.State(Annotations.Schema.GetColumnOrNull(kind) == null, "Column already contains an annotation of this kind.");
            _annotations.Add(kind, annotationType, getter);
        }
    }
}
