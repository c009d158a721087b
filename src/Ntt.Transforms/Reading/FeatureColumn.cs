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

    /// <summary>Throws when the column's own dimensions say that its pixels are in another order than the network is told.</summary>
    /// <exception cref="ArgumentException">They are.</exception>
    public static void CheckLayout(DataViewSchema schema, string name, TensorShape input, PixelLayout layout)
    {
        int[] planar = [input.Channels, input.Height, input.Width], interleaved = [input.Height, input.Width, input.Channels];
        var (asked, other) = layout == PixelLayout.Planar ? (planar, interleaved) : (interleaved, planar);
        if (schema.GetColumnOrNull(name)?.Type is not VectorDataViewType vector || SameOrder(vector.Dimensions, asked) || !SameExtents(vector.Dimensions, asked))
        {
            return;
        }

        var found = SameOrder(vector.Dimensions, other)
            ? $"those of {(layout == PixelLayout.Planar ? "interleaved" : "planar")} pixels"
            : $"in another order than those of an image {input.Height} high and {input.Width} wide";
        throw new ArgumentException(
            $"The feature column '{name}' is of type {vector}, whose dimensions are {found}; PixelLayout is {layout}, for which they would be {string.Join(", ", asked)}.",
            nameof(name));
    }

    // An extent of 1 moves no value, wherever it stands.
    private static bool SameOrder(IEnumerable<int> dimensions, IEnumerable<int> asked)
        => dimensions.Where(extent => extent != 1).SequenceEqual(asked.Where(extent => extent != 1));

    private static bool SameExtents(IEnumerable<int> dimensions, IEnumerable<int> asked) => SameOrder(dimensions.Order(), asked.Order());

    public static ArgumentException WrongLength(string name, int found, int expected, long? row = null)
        => new($"The feature column '{name}' has {found} values{(row is null ? "" : $" in row {row}")}; the network's input has {expected}.", nameof(name));
}
