namespace Microsoft.ML.Data;

/// <summary>Which columns the members of a class stand for; it may be changed before use.</summary>
public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

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
    public Column this[string columnName]
    {
        get => this.FirstOrDefault(c => c.ColumnName == columnName);
        set
        {
            Checks.Value(value, nameof(value));
            Checks.Param(value.ColumnName == columnName, nameof(columnName), $"The column is called '{value.ColumnName}', not '{columnName}'");
            var index = FindIndex(c => c.ColumnName == columnName);
            if (index >= 0)
                this[index] = value;
            else
                Add(value);
        }
    }

    /// <summary>The columns of a class as its fields, properties and their attributes say.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Two members have one name, or an attribute does not fit its member.</exception>
    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        Checks.Value(userType, nameof(userType));
        var result = new SchemaDefinition();
        var names = new HashSet<string>();
        foreach (var member in MembersOf(userType, direction))
        {
            if (member.GetCustomAttribute<NoColumnAttribute>() != null || MemberColumn.TypeOf(member) == typeof(IChannel))
                continue;
            var name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            if (!names.Add(name))
                throw Checks.Parameter(nameof(userType), $"Duplicate column name '{name}' detected, this is disallowed");
            result.Add(new Column(member.Name, TypeOf(member), name));
        }

        return result;
    }

    private static IEnumerable<MemberInfo> MembersOf(Type type, Direction direction)
    {
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Instance))
            yield return field;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var readable = (direction & Direction.Read) != 0 && property.GetGetMethod() != null;
            var writable = (direction & Direction.Write) != 0 && property.GetSetMethod() != null;
            if ((readable || writable) && property.GetIndexParameters().Length == 0)
                yield return property;
        }
    }

    private static DataViewType TypeOf(MemberInfo member)
    {
        var raw = MemberColumn.ItemTypeOf(member, out var isVector);
        if (!PrimitiveTypes.TryGet(raw, out var itemType))
            throw Checks.Parameter("rawType", $"Could not determine an IDataView type and registered custom types for member {member.Name}");
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
        {
            Checks.Param(KeyDataViewType.IsValidDataType(raw), "userType", $"Member {member.Name} is marked as a key, but {raw} cannot hold keys");
            itemType = new KeyDataViewType(raw, key.Count);
        }

        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        if (!isVector)
        {
            Checks.Param(vector == null, "userType", $"Member {member.Name} is marked as a vector, but is none");
            return itemType;
        }

        return vector?.Dimensions is { Length: > 0 } dimensions ? new VectorDataViewType(itemType, dimensions) : new VectorDataViewType(itemType, 0);
    }

    /// <summary>The column a member stands for.</summary>
    public sealed class Column
    {
        private readonly Dictionary<string, (DataViewType Type, Delegate Getter)> _annotations = [];

        internal Column(string memberName, DataViewType columnType, string columnName)
        {
            MemberName = memberName;
            ColumnType = columnType;
            ColumnName = columnName;
        }

        /// <summary>The member.</summary>
        public string MemberName { get; }

        /// <summary>The column's name.</summary>
        public string ColumnName { get; set; }

        /// <summary>The column's type; it must fit the member.</summary>
        public DataViewType ColumnType { get; set; }

        /// <summary>The annotations added.</summary>
        public DataViewSchema.Annotations Annotations
        {
            get
            {
                var builder = new DataViewSchema.Annotations.Builder();
                foreach (var (kind, (type, getter)) in _annotations)
                    builder.Add(kind, type, getter);
                return builder.ToAnnotations();
            }
        }

        /// <summary>Adds an annotation; a vector is given as an array.</summary>
        /// <exception cref="InvalidOperationException">There is one of this kind already.</exception>
        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            Checks.Value(kind, nameof(kind));
            Checks.Value(annotationType, nameof(annotationType));
            Checks.State(!_annotations.ContainsKey(kind), "Column already contains an annotation of this kind.");
            _annotations[kind] = (annotationType, ConstantGetter.Create(value, annotationType));
        }
    }
}
