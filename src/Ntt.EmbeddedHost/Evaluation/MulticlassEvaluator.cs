namespace Microsoft.ML.Data;

/// <summary>Counts what the metrics of several classes are made of.</summary>
internal sealed class MulticlassEvaluator
{
    private const float SmallestProbability = 1e-15f;

    private readonly float[] _scores;
    private readonly double[] _rowsOfClass;
    private readonly double[] _logLossOfClass;
    private readonly double[] _rowsOfRank;
    private double _rows;
    private double _right;
    private double _logLoss;

    private MulticlassEvaluator(int classes)
    {
        _scores = new float[classes];
        _rowsOfClass = new double[classes];
        _logLossOfClass = new double[classes];
        _rowsOfRank = new double[classes + 1];
        Confusion = Enumerable.Range(0, classes).Select(_ => new double[classes]).ToArray();
    }

    public double[][] Confusion { get; }

    public double MicroAccuracy => _rows > 0 ? _right / _rows : 0;

    public double MacroAccuracy
    {
        get
        {
            var present = Enumerable.Range(0, _rowsOfClass.Length).Where(i => _rowsOfClass[i] > 0).ToArray();
            return present.Length > 0 ? present.Sum(i => Confusion[i][i] / _rowsOfClass[i]) / present.Length : 0;
        }
    }

    public double LogLoss => _rows > 0 ? _logLoss / _rows : 0;

    public double LogLossReduction
    {
        get
        {
            var entropy = _rowsOfClass.Where(rows => rows != 0).Sum(rows => rows * Math.Log(rows / _rows)) / -_rows;
            return (entropy - LogLoss) / entropy;
        }
    }

    public static MulticlassClassificationMetrics Evaluate(IDataView data, string labelName, string scoreName, string predictedName, int topK)
    {
        DataViewSchema.Column Find(string role, string name)
            => data.Schema.GetColumnOrNull(name) ?? throw Checks.MissingColumn("schema", role, name);

        var (label, score) = (Find("label", labelName), Find("score", scoreName));
        Find("predicted label", predictedName);
        if (score.Type is not VectorDataViewType { Size: >= 2 } vector || vector.ItemType != NumberDataViewType.Single)
            throw Checks.SchemaMismatch("schema", "score", score.Name, "vector of two or more items of type Single", score.Type.ToString());
        if (label.Type != NumberDataViewType.Single && label.Type is not KeyDataViewType)
            throw Checks.SchemaMismatch("schema", "label", label.Name, "Single or Key", label.Type.ToString());

        var counts = new MulticlassEvaluator(vector.Size);
        using var cursor = data.GetRowCursor([label, score]);
        var readLabel = LabelReader(cursor, label);
        var scoreGetter = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> scores = default;
        while (cursor.MoveNext())
        {
            // Rows without a class are left out before their scores are computed.
            var value = readLabel();
            if (float.IsNaN(value) || value < 0 || value != (int)value)
                continue;
            scoreGetter(ref scores);
            Checks.State(scores.Length == vector.Size, $"Column '{score.Name}': {scores.Length} scores, expected {vector.Size}");
            counts.Add((int)value, scores);
        }

        return new MulticlassClassificationMetrics(counts, topK);
    }

    public double[] PerClassLogLoss() => _logLossOfClass.Select((loss, i) => _rowsOfClass[i] > 0 ? loss / _rowsOfClass[i] : 0).ToArray();

    public double[] TopKAccuracies(int count)
    {
        double sum = 0;
        return _rowsOfRank.Take(count).Select(rows => sum += rows / _rows).ToArray();
    }

    private static Func<float> LabelReader(DataViewRowCursor row, DataViewSchema.Column label)
    {
        if (label.Type is KeyDataViewType)
            return (Func<float>)RawValues.Call(typeof(MulticlassEvaluator), nameof(KeyReader), [label.Type.RawType], row, label);
        var getter = row.GetGetter<float>(label);
        float value = 0;
        return () =>
        {
            getter(ref value);
            return value;
        };
    }

    private static Func<float> KeyReader<TKey>(DataViewRowCursor row, DataViewSchema.Column label)
    {
        var getter = row.GetGetter<TKey>(label);
        var toNumber = KeyNumbers.Of<TKey>();
        TKey key = default;
        return () =>
        {
            getter(ref key);
            var number = toNumber(key);
            return number == 0 ? float.NaN : number - 1;
        };
    }

    private void Add(int label, VBuffer<float> scores)
    {
        scores.CopyTo(_scores);
        if (!_scores.All(float.IsFinite))
            return;
        var isKnown = label < _scores.Length;
        var correct = isKnown ? _scores[label] : 0;
        var probability = isKnown ? Math.Min(1, Math.Max(SmallestProbability, correct)) : SmallestProbability;
        var logLoss = -Math.Log(probability);

        // Of equal scores the first ranks highest.
        var (rank, assigned) = (0, 0);
        for (var i = 0; i < _scores.Length; i++)
        {
            if (_scores[i] > correct || (_scores[i] == correct && i < label))
                rank++;
            if (_scores[i] > _scores[assigned])
                assigned = i;
        }

        _rows++;
        _logLoss += logLoss;
        _rowsOfRank[rank]++;
        if (rank == 0)
            _right++;
        if (!isKnown)
            return;
        _rowsOfClass[label]++;
        _logLossOfClass[label] += logLoss;
        Confusion[label][rank == 0 ? label : assigned]++;
    }
}
