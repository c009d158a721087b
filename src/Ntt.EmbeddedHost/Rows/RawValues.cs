namespace Microsoft.ML.Data;

/// <summary>Calls generic code for types known only at run time.</summary>
internal static class RawValues
{
    public static object Call(Type owner, string method, Type[] typeArguments, params object[] arguments)
    {
        var generic = owner.GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
        return generic.MakeGenericMethod(typeArguments).Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    public static object New(Type generic, Type[] typeArguments, params object[] arguments)
        => Activator.CreateInstance(generic.MakeGenericType(typeArguments), BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, arguments, null);

    /// <summary>The getter of a column, as its type's raw type says.</summary>
    public static Delegate GetGetter(DataViewRow row, DataViewSchema.Column column)
        => (Delegate)Call(typeof(RawValues), nameof(RowGetter), [column.Type.RawType], row, column);

    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column)
        => getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Invalid TValue: '{typeof(TValue)}', expected type: '{column.Type.RawType}'.");

    private static ValueGetter<T> RowGetter<T>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<T>(column);
}

/// <summary>Getters that always write the same value.</summary>
internal static class ConstantGetter
{
    /// <summary>A getter of a value given as the raw type, an array for a vector, or a string for text.</summary>
    public static Delegate Create(object value, DataViewType type)
    {
        value = value is string text ? text.AsMemory() : value is string[] texts ? Array.ConvertAll(texts, t => t.AsMemory()) : value;
        var item = PrimitiveTypes.ItemTypeOf(type).RawType;
        var isArray = type is VectorDataViewType && value.GetType() == item.MakeArrayType();
        Checks.State(isArray || value.GetType() == type.RawType, $"A value of {value.GetType()} cannot be an annotation of type {type}");
        var method = isArray ? nameof(OfArray) : type is VectorDataViewType ? nameof(OfVector) : nameof(OfScalar);
        return (Delegate)RawValues.Call(typeof(ConstantGetter), method, [item], value);
    }

    public static ValueGetter<VBuffer<T>> OfArray<T>(T[] values) => (ref VBuffer<T> dst) => VBuffer<T>.Copy(values, 0, ref dst, values.Length);
    private static ValueGetter<VBuffer<T>> OfVector<T>(VBuffer<T> value) => value.CopyTo;
    private static ValueGetter<T> OfScalar<T>(T value) => (ref T dst) => dst = value;
}
