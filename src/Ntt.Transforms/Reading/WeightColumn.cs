using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.Transforms;

/// <summary>The column that says how much each row counts.</summary>
internal static class WeightColumn
{
    /// <summary>Finds the column and checks its type.</summary>
    /// <exception cref="ArgumentException">It is missing or no Single.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name)
            ?? throw new ArgumentException($"There is no weight column '{name}'; the columns are {string.Join(", ", schema.Where(other => !other.IsHidden).Select(other => $"'{other.Name}'"))}.", nameof(name));
        return column.Type.Equals(NumberDataViewType.Single)
            ? column
            : throw new ArgumentException($"The weight column '{name}' is of type {column.Type}; it must be Single (Conversion.ConvertType makes one).", nameof(name));
    }

    /// <summary>Reads the weight of the cursor's row, whose number is given for the error.</summary>
    public static Func<int, float> Getter(DataViewRow cursor, DataViewSchema.Column column)
    {
        var getter = cursor.GetGetter<float>(column);
        return row =>
        {
            var value = 0f;
            getter(ref value);
            return value >= 0 && float.IsFinite(value)
                ? value
                : throw new ArgumentException($"Row {row} of the weight column '{column.Name}' is {value.ToString(CultureInfo.InvariantCulture)}; it must be finite and at least 0.");
        };
    }
}
