using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Data;

namespace Ntt.Transforms.Loading;

/// <summary>
/// Walks through labelled images. The rows are dealt out in blocks to <paramref name="blocks"/> cursors in turn; a block is a batch, so that
/// the rows of a set of cursors can be put back in order.
/// </summary>
internal sealed class LabeledImagesCursor(LabeledImagesView view, IEnumerable<DataViewSchema.Column> columnsNeeded, int first, int blocks, int blockRows) : DataViewRowCursor
{
    private static readonly float[] s_scaled = [.. Enumerable.Range(0, 256).Select(pixel => pixel / 255f)];

    private readonly LabeledImages _images = view.Images;
    private readonly bool[] _active = ColumnSelection.Of(view.Schema, columnsNeeded);
    private long _served;
    private int _row = -1;

    public override DataViewSchema Schema => view.Schema;

    public override long Position => _row < 0 ? -1 : _served - 1;

    public override long Batch => _row < 0 ? -1 : _row / blockRows;

    public override bool MoveNext()
    {
        var block = first + (_served / blockRows * blocks);
        var row = (block * blockRows) + (_served % blockRows);
        if (row >= _images.Count)
        {
            _row = -1;
            return false;
        }

        _row = (int)row;
        _served++;
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)CheckedRow(), 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnSelection.ThrowIfInactive(_active, column);
        Delegate getter = column.Index == 0 ? (ValueGetter<VBuffer<float>>)GetFeatures : (ValueGetter<uint>)GetLabel;
        return ColumnSelection.Cast<TValue>(getter, column);
    }

    private void GetFeatures(ref VBuffer<float> value)
    {
        var pixels = _images.Image(CheckedRow());
        var editor = VBufferEditor.Create(ref value, pixels.Length);
        for (var index = 0; index < pixels.Length; index++)
        {
            editor.Values[index] = s_scaled[pixels[index]];
        }

        value = editor.Commit();
    }

    private void GetLabel(ref uint value) => value = (uint)_images.Labels[CheckedRow()] + 1;

    private int CheckedRow() => _row >= 0 ? _row : throw new InvalidOperationException("The cursor stands on no row; call MoveNext first and stop when it returns false.");
}
