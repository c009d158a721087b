using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Networks;

namespace Ntt.Transforms;

/// <summary>The column that a network reads.</summary>
internal static class FeatureColumn
{
    /// <summary>Finds the column and checks that the network can read it.</summary>
    /// <exception cref="ArgumentException">It is missing, no Vector of Single, or of another length.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, int features)
    {
        var column = schema.GetColumnOrNull(name)
            ?? throw new ArgumentException($"There is no feature column '{name}'; the columns are {string.Join(", ", schema.Where(other => !other.IsHidden).Select(other => $"'{other.Name}'"))}.", nameof(name));
        if (column.Type is not VectorDataViewType { ItemType: var item } vector || !item.Equals(NumberDataViewType.Single))
        {
            throw new ArgumentException($"The feature column '{name}' is of type {column.Type}; it must be a Vector of Single (Conversion.ConvertType and Concatenate make one).", nameof(name));
        }

        if (vector.IsKnownSize && vector.Size != features)
        {
            throw WrongLength(name, vector.Size, features);
        }

        return column;
    }

    /// <summary>Throws when the column's own dimensions say that its pixels are in the other layout than the network is told.</summary>
    /// <exception cref="ArgumentException">They are.</exception>
    public static void CheckLayout(DataViewSchema schema, string name, TensorShape input, PixelLayout layout)
    {
        int[] planar = [input.Channels, input.Height, input.Width], interleaved = [input.Height, input.Width, input.Channels];
        var (asked, other) = layout == PixelLayout.Planar ? (planar, interleaved) : (interleaved, planar);
        if (input.Channels > 1
            && schema.GetColumnOrNull(name) is { Type: VectorDataViewType vector }
            && vector.Dimensions.SequenceEqual(other)
            && !vector.Dimensions.SequenceEqual(asked))
        {
            throw new ArgumentException(
                $"The feature column '{name}' is of type {vector}, whose dimensions are those of {(layout == PixelLayout.Planar ? "interleaved" : "planar")} pixels; "
                + $"PixelLayout is {layout}, for which they would be {string.Join(", ", asked)}.",
                nameof(name));
        }
    }

    public static ArgumentException WrongLength(string name, int found, int expected, long? row = null)
        => new($"The feature column '{name}' has {found} values{(row is null ? "" : $" in row {row}")}; the network's input has {expected}.", nameof(name));
}
