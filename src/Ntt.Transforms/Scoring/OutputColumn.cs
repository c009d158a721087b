using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.Transforms.Scoring;

/// <summary>A column that a network's scores become.</summary>
internal abstract class OutputColumn(string name, DataViewType type)
{
    public string Name => name;

    public DataViewType Type => type;

    /// <summary>The annotations, given the schema that the column is added to.</summary>
    public required Func<DataViewSchema, DataViewSchema.Annotations> Annotations { get; init; }

    /// <summary>A ValueGetter over the current row, whose place in the batch <paramref name="place"/> tells.</summary>
    public abstract Delegate CreateGetter(Func<ScoreBatch> batch, Func<int> place);
}

/// <summary>The scores as a vector.</summary>
internal sealed class ScoreColumn(string name, int outputs) : OutputColumn(name, new VectorDataViewType(NumberDataViewType.Single, outputs))
{
    public override Delegate CreateGetter(Func<ScoreBatch> batch, Func<int> place) => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
    {
        var row = place();
        var scores = batch().Scores(row);
        var editor = VBufferEditor.Create(ref value, scores.Length);
        scores.CopyTo(editor.Values);
        value = editor.Commit();
    });
}

/// <summary>The predicted class as a key.</summary>
internal sealed class PredictedLabelColumn(string name, int classes) : OutputColumn(name, new KeyDataViewType(typeof(uint), classes))
{
    public override Delegate CreateGetter(Func<ScoreBatch> batch, Func<int> place) => (ValueGetter<uint>)((ref uint value) => value = batch().PredictedKey(place()));
}
