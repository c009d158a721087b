using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Data;

namespace Ntt.Transforms.Loading;

/// <summary>Labelled images as a view. The pixels stay bytes; a row's features are made when they are asked for.</summary>
internal sealed class LabeledImagesView : IDataView
{
    public const string FeaturesName = "Features";
    public const string LabelName = "Label";

    /// <summary>Rows that one cursor of a set serves before the next one takes over.</summary>
    private const int BlockRows = 64;

    public LabeledImagesView(LabeledImages images)
    {
        Images = images;
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(FeaturesName, new VectorDataViewType(NumberDataViewType.Single, images.Shape.Size));
        schema.AddColumn(LabelName, new KeyDataViewType(typeof(uint), images.ClassNames.Count), ColumnAnnotations.OfKey([.. images.ClassNames]));
        Schema = schema.ToSchema();
    }

    public LabeledImages Images { get; }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => Images.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => new LabeledImagesCursor(this, columnsNeeded, first: 0, blocks: 1, Math.Max(1, Images.Count));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        var cursors = Math.Clamp(n, 1, Math.Max(1, (Images.Count + BlockRows - 1) / BlockRows));
        return cursors == 1
            ? [GetRowCursor(columns)]
            : [.. Enumerable.Range(0, cursors).Select(first => new LabeledImagesCursor(this, columns, first, cursors, BlockRows))];
    }
}
