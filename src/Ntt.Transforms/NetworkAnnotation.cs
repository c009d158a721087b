using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Files;
using Ntt.Networks;

namespace Ntt.Transforms;

/// <summary>
/// The annotation by which a pruned network travels down a pipeline: the serialised network, a vector of bytes. A trainer finds it in its
/// input schema, so that no object is shared and every fold of a cross-validation has its own network.
/// </summary>
public static class NetworkAnnotation
{
    /// <summary>The annotation's name.</summary>
    public const string Name = "SparseNetwork";

    /// <summary>Reads the network that a column carries.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="columnName">The column.</param>
    /// <exception cref="ArgumentException">There is no such column, or it carries no network.</exception>
    public static Network Read(DataViewSchema schema, string columnName)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(columnName);
        var column = schema.GetColumnOrNull(columnName) ?? throw MissingColumn(columnName);
        if (column.Annotations.Schema.GetColumnOrNull(Name) is not { Type: VectorDataViewType { ItemType: var item } } || !item.Equals(NumberDataViewType.Byte))
        {
            throw MissingNetwork(columnName);
        }

        VBuffer<byte> bytes = default;
        column.Annotations.GetValue(Name, ref bytes);
        return NetworkFile.Deserialize(bytes.DenseValues().ToArray(), $"annotation {Name} of column '{columnName}'");
    }

    /// <summary>The error of a pipeline without a pruning step.</summary>
    internal static ArgumentException MissingColumn(string columnName)
        => new($"There is no column '{columnName}' with a network to train: put NttPrune, MagnitudePrune, RandomPrune or DenseNetwork before the trainer, or give Options.Network.", nameof(columnName));

    /// <summary>The error of a column that carries no network.</summary>
    internal static ArgumentException MissingNetwork(string columnName)
        => new(
            $"Column '{columnName}' has no annotation {Name} and so carries no network to train. A pruning transformer loaded from a zip has lost it: "
            + "give TryGetSparseNetwork's network as Options.Network, or turn the loaded model into typed transformers with SparseNetworks.FromLoaded.",
            nameof(columnName));

    internal static DataViewSchema.Annotations Of(Lazy<byte[]> bytes)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(Name, new VectorDataViewType(NumberDataViewType.Byte), (ref VBuffer<byte> value) =>
        {
            var editor = VBufferEditor.Create(ref value, bytes.Value.Length);
            bytes.Value.CopyTo(editor.Values);
            value = editor.Commit();
        });
        return annotations.ToAnnotations();
    }
}
