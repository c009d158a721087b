using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.Transforms.Scoring;

/// <summary>The values of one source column for the rows of a batch.</summary>
internal abstract class KeptColumn
{
    private static readonly MethodInfo s_createScalar = typeof(KeptColumn).GetMethod(nameof(CreateScalar), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo s_createVector = typeof(KeptColumn).GetMethod(nameof(CreateVector), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Whether a column's values stay valid when the cursor moves on: numbers, keys, texts, times and vectors of these.</summary>
    public static bool CanKeep(DataViewSchema.Column column) => column.Type is PrimitiveDataViewType or VectorDataViewType;

    public static KeptColumn Create(DataViewRow source, DataViewSchema.Column column, int capacity)
    {
        var method = column.Type is VectorDataViewType vector
            ? s_createVector.MakeGenericMethod(vector.ItemType.RawType)
            : s_createScalar.MakeGenericMethod(column.Type.RawType);
        return (KeptColumn)method.Invoke(null, [source, column, capacity])!;
    }

    /// <summary>Keeps the value of the row that the source stands on.</summary>
    public abstract void Keep(int place);

    /// <summary>A ValueGetter over the kept values.</summary>
    public abstract Delegate CreateGetter(Func<int> place);

    private static KeptColumn<T> CreateScalar<T>(DataViewRow source, DataViewSchema.Column column, int capacity) => new(source.GetGetter<T>(column), capacity);

    private static KeptVectorColumn<T> CreateVector<T>(DataViewRow source, DataViewSchema.Column column, int capacity)
        => new(source.GetGetter<VBuffer<T>>(column), capacity);
}

/// <summary>Kept values that are copied by assignment.</summary>
internal sealed class KeptColumn<T>(ValueGetter<T> source, int capacity) : KeptColumn
{
    private readonly T[] _values = new T[capacity];

    public override void Keep(int place) => source(ref _values[place]);

    public override Delegate CreateGetter(Func<int> place) => (ValueGetter<T>)((ref T value) => value = _values[place()]);
}

/// <summary>Kept vectors; whoever asks gets a copy of his own.</summary>
internal sealed class KeptVectorColumn<T>(ValueGetter<VBuffer<T>> source, int capacity) : KeptColumn
{
    private readonly VBuffer<T>[] _values = new VBuffer<T>[capacity];

    public override void Keep(int place) => source(ref _values[place]);

    public override Delegate CreateGetter(Func<int> place) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[place()].CopyTo(ref value));
}
