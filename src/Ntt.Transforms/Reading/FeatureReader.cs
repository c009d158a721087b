using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Data;

namespace Ntt.Transforms;

/// <summary>Gathers the features of a cursor's rows into one array.</summary>
internal sealed class FeatureReader
{
    // How many values are made room for before a row is seen, where the number of rows is not known.
    private const int FirstValues = 1 << 20;

    private readonly string _name;
    private readonly int _features;
    private readonly int _mostRows;
    private readonly ValueGetter<VBuffer<float>> _getter;
    private readonly PixelOrder? _order;
    private float[] _values;
    private int _rows;
    private VBuffer<float> _row;

    public FeatureReader(DataViewRow cursor, DataViewSchema.Column column, int features, long? rowCount, PixelOrder? order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        _name = column.Name;
        _features = features;
        _order = order;
        _mostRows = Array.MaxLength / features;
        _getter = cursor.GetGetter<VBuffer<float>>(column);
        var rows = rowCount ?? Math.Min(_mostRows, Math.Max(1, FirstValues / features));
        if (rows > _mostRows)
        {
            throw TooManyRows(rows.ToString(CultureInfo.InvariantCulture));
        }

        _values = new float[rows * features];
    }

    public void Read()
    {
        _getter(ref _row);
        if (_row.Length != _features)
        {
            throw FeatureColumn.WrongLength(_name, _row.Length, _features, _rows);
        }

        if ((_rows + 1) * (long)_features > _values.Length)
        {
            if (_rows == _mostRows)
            {
                throw TooManyRows($"more than {_mostRows}");
            }

            Array.Resize(ref _values, RowsAfter(_rows, _mostRows) * _features);
        }

        var target = _values.AsSpan(_rows * _features, _features);
        _row.CopyTo(target);
        for (var slot = 0; slot < target.Length; slot++)
        {
            if (!float.IsFinite(target[slot]))
            {
                throw new ArgumentException(
                    $"Row {_rows}, slot {slot} of the feature column '{_name}' is {target[slot].ToString(CultureInfo.InvariantCulture)}; every value must be finite.");
            }
        }

        _order?.ToPlanar(target);
        _rows++;
    }

    public SampleMatrix ToSamples()
    {
        if (_rows == 0)
        {
            throw new ArgumentException($"The data has no rows; at least one with the feature column '{_name}' is needed.");
        }

        if (_values.Length != _rows * _features)
        {
            Array.Resize(ref _values, _rows * _features);
        }

        return new SampleMatrix(_values, _rows, _features);
    }

    /// <summary>For how many rows there is room next, when there was room for <paramref name="rows"/>: half as many again, at most all that can be.</summary>
    internal static int RowsAfter(int rows, int most) => (int)Math.Min(most, rows + Math.Max(1, rows / 2L));

    private ArgumentException TooManyRows(string rows)
        => new($"The data has {rows} rows of {_features} features; at most {_mostRows} such rows can be held in memory at once.");
}
