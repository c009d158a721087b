using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.Transforms;

/// <summary>The column that holds the classes: a key, whose value c + 1 is class c.</summary>
internal static class LabelColumn
{
    /// <summary>Finds the column and checks that it is a key with as many values as there are classes.</summary>
    /// <exception cref="ArgumentException">It is missing, no key, or has another number of values.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, int classes)
    {
        var column = schema.GetColumnOrNull(name)
            ?? throw new ArgumentException($"There is no label column '{name}'; the columns are {string.Join(", ", schema.Where(other => !other.IsHidden).Select(other => $"'{other.Name}'"))}.", nameof(name));
        if (column.Type is not KeyDataViewType key)
        {
            throw new ArgumentException($"The label column '{name}' is of type {column.Type}; it must be a key (Conversion.MapValueToKey makes one).", nameof(name));
        }

        if (key.Count != (ulong)classes)
        {
            throw new ArgumentException($"The label column '{name}' is a key of {key.Count} values; the network has {classes} outputs, one a class, and the two must agree.", nameof(name));
        }

        return column;
    }

    /// <summary>The labels of the classes: the key's values, or the classes' numbers from 0 as text when it has none.</summary>
    /// <exception cref="ArgumentException">A name comes twice.</exception>
    public static ClassLabels ClassNames(DataViewSchema.Column column, int classes)
    {
        var names = ClassLabels.Read(column) ?? ClassLabels.OfText([.. Enumerable.Range(0, classes).Select(index => index.ToString(CultureInfo.InvariantCulture))]);
        var twice = names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? names
            : throw new ArgumentException($"The label column '{column.Name}' names {twice.Count()} of its values '{twice.Key}'; every class needs a name of its own.", nameof(column));
    }

    /// <summary>Reads the class of the cursor's row, whose number is given for the error.</summary>
    public static Func<int, int> Getter(DataViewRow cursor, DataViewSchema.Column column, int classes)
    {
        return Type.GetTypeCode(column.Type.RawType) switch
        {
            TypeCode.Byte => Read<byte>(value => value),
            TypeCode.UInt16 => Read<ushort>(value => value),
            TypeCode.UInt32 => Read<uint>(value => value),
            TypeCode.UInt64 => Read<ulong>(value => value),
            _ => throw new ArgumentException($"The label column '{column.Name}' is a key over {column.Type.RawType}; byte, ushort, uint and ulong are known.", nameof(column)),
        };

        Func<int, int> Read<T>(Func<T, ulong> widen)
        {
            var getter = cursor.GetGetter<T>(column);
            return row =>
            {
                T value = default!;
                getter(ref value);
                var key = widen(value);
                return key >= 1 && key <= (ulong)classes
                    ? (int)(key - 1)
                    : throw new ArgumentException(
                        $"Row {row} of the label column '{column.Name}' is {(key == 0 ? "missing (key 0)" : $"key {key}")}; it must be a key from 1 to {classes}.");
            };
        }
    }
}
