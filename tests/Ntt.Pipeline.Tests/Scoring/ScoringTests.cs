using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Transforms;

namespace Ntt.Pipeline.Tests.Scoring;

[TestClass]
public sealed class ScoringTests
{
    private const int Rows = 301;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void ScoresAreTheSoftmaxOfTheNetworksLogits()
    {
        var model = SmallData.Trained();
        var images = SmallData.Images(Rows);
        var scored = model.Transform(_ml.Data.LoadFromImages(images));
        var logits = new float[Rows * SmallData.Classes];
        model.Network.ComputeLogits(images.ToSamples().Values, logits);
        var scores = scored.Vectors<float>("Score");
        var labels = scored.Scalars<uint>("PredictedLabel");
        for (var row = 0; row < Rows; row++)
        {
            var exponentials = logits[(row * 3)..((row + 1) * 3)].Select(logit => Math.Exp(logit)).ToArray();
            for (var index = 0; index < SmallData.Classes; index++)
            {
                Assert.AreEqual(exponentials[index] / exponentials.Sum(), scores[row][index], 1e-6);
            }

            Assert.AreEqual((uint)Array.IndexOf(exponentials, exponentials.Max()) + 1, labels[row]);
        }
    }

    [TestMethod]
    public void PrunedColumnIsTheLogits()
    {
        var network = SmallData.Prune().Network;
        var images = SmallData.Images(Rows);
        var logits = new float[Rows * SmallData.Classes];
        network.ComputeLogits(images.ToSamples().Values, logits);
        var view = new PrunedNetworkTransformer(network, "PrunedNetwork", "Features").Transform(_ml.Data.LoadFromImages(images));
        CollectionAssert.AreEqual(new[] { logits }.Bits(), view.Vectors<float>("PrunedNetwork").Bits());
    }

    [TestMethod]
    public void ColumnsBesideTheScoresStayInStep()
    {
        var view = Wide(SmallData.Images(Rows).ToSamples().Values);
        var scored = SmallData.Trained().Transform(view);
        var expected = scored.Vectors<float>("Score");
        using var cursor = scored.GetRowCursor(scored.Schema);
        var score = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        var name = cursor.GetGetter<ReadOnlyMemory<char>>(scored.Schema["Name"]);
        var names = cursor.GetGetter<VBuffer<ReadOnlyMemory<char>>>(scored.Schema["Names"]);
        var id = cursor.GetIdGetter();
        VBuffer<float> scoreValue = default;
        VBuffer<ReadOnlyMemory<char>> namesValue = default;
        ReadOnlyMemory<char> nameValue = default;
        DataViewRowId idValue = default;
        for (var row = 0; row < Rows; row++)
        {
            Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual(row, cursor.Position);
            name(ref nameValue);
            names(ref namesValue);
            id(ref idValue);
            score(ref scoreValue);
            Assert.AreEqual($"row {row}", nameValue.ToString());
            Assert.AreEqual($"slot {row}", namesValue.GetItemOrDefault(1).ToString());
            Assert.AreEqual((ulong)row, idValue.Low);
            CollectionAssert.AreEqual(expected[row], scoreValue.DenseValues().ToArray());
        }

        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
        Assert.Throws<InvalidOperationException>(() => name(ref nameValue));
    }

    [TestMethod]
    public void CallersVectorIsACopyOfTheKeptOne()
    {
        var scored = SmallData.Trained().Transform(Wide(SmallData.Images(Rows).ToSamples().Values));
        using var cursor = scored.GetRowCursor(scored.Schema);
        var features = cursor.GetGetter<VBuffer<float>>(scored.Schema["Features"]);
        Assert.IsTrue(cursor.MoveNext());
        VBuffer<float> first = default, second = default;
        features(ref first);
        var kept = first.DenseValues().ToArray();
        VBufferEditor.CreateFromBuffer(ref first).Values.Fill(7);
        features(ref second);
        CollectionAssert.AreEqual(kept, second.DenseValues().ToArray());
    }

    [TestMethod]
    public void WithoutAScoreColumnTheFeaturesAreNotRead()
    {
        var view = new ColumnsView(3).Add("Name", TextDataViewType.Instance, row => $"row {row}".AsMemory()).AddFeatures(_ => new float[30]).Forbid();
        var scored = SmallData.Trained().Transform(view);
        CollectionAssert.AreEqual(new[] { "row 0", "row 1", "row 2" }, scored.Scalars<ReadOnlyMemory<char>>("Name").Select(name => name.ToString()).ToArray());
        Assert.Throws<InvalidOperationException>(() => scored.Vectors<float>("Score"));
    }

    [TestMethod]
    public void ColumnWhoseValuesCannotBeKeptIsPassedThroughRowByRow()
    {
        var pixels = SmallData.Images(Rows).ToSamples().Values;
        var disposed = new List<Handle>();
        var view = Wide(pixels).Add("Handle", new HandleType(), row => new Handle(row));
        var scored = SmallData.Trained().Transform(view);
        var expected = scored.Vectors<float>("Score");
        using var cursor = scored.GetRowCursor([scored.Schema["Handle"], scored.Schema["Score"]]);
        var handle = cursor.GetGetter<Handle>(scored.Schema["Handle"]);
        var score = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        Handle? handleValue = null;
        VBuffer<float> scoreValue = default;
        for (var row = 0; row < Rows; row++)
        {
            Assert.IsTrue(cursor.MoveNext());
            handle(ref handleValue!);
            disposed.Add(handleValue);
            handle(ref handleValue);
            Assert.AreEqual(row, handleValue.Row);
            Assert.IsFalse(disposed.Contains(handleValue));
            score(ref scoreValue);
            CollectionAssert.AreEqual(expected[row], scoreValue.DenseValues().ToArray());
        }
    }

    [TestMethod]
    public void ScoresCarryAMulticlassTrainersAnnotations()
    {
        var view = SmallData.View(_ml, 3);
        var schema = SmallData.Trained().GetOutputSchema(view.Schema);
        var (score, label) = (schema["Score"], schema["PredictedLabel"]);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3), score.Type);
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 3), label.Type);
        CollectionAssert.AreEqual(SmallData.ClassNames, score.Names("SlotNames"));
        CollectionAssert.AreEqual(SmallData.ClassNames, score.Names("TrainingLabelValues"));
        CollectionAssert.AreEqual(SmallData.ClassNames, label.Names("KeyValues"));
        Assert.AreEqual("MulticlassClassification", Text(score, "ScoreColumnKind"));
        Assert.AreEqual("Score", Text(score, "ScoreValueKind"));
        Assert.AreEqual("MulticlassClassification", Text(label, "ScoreColumnKind"));
        Assert.AreEqual("PredictedLabel", Text(label, "ScoreValueKind"));
        Assert.AreEqual(1u, ScoreSet(score));
        Assert.AreEqual(1u, ScoreSet(label));

        var again = new SparseNetworkTransformer(SmallData.Prune().Network, "Features", SmallData.ClassNames).GetOutputSchema(schema);
        Assert.AreEqual(2u, ScoreSet(again["Score"]));
        Assert.IsTrue(again[score.Index].IsHidden);
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    public void FeatureThatIsNotFiniteInAnySlotMakesTheRowMissing(float value)
    {
        var view = new ColumnsView(SmallData.Features + 1).AddFeatures(row => [.. Enumerable.Range(0, SmallData.Features).Select(slot => slot == row ? value : float.MaxValue / 1e9f)]);
        var scored = SmallData.Trained().Transform(view);
        var (scores, labels) = (scored.Vectors<float>("Score"), scored.Scalars<uint>("PredictedLabel"));
        for (var row = 0; row < SmallData.Features; row++)
        {
            Assert.IsTrue(scores[row].All(float.IsNaN));
            Assert.AreEqual(0u, labels[row]);
        }

        Assert.IsGreaterThan(0u, labels[^1]);
    }

    [TestMethod]
    public void PredictionEngineScoresEveryCallAnew()
    {
        var view = SmallData.View(_ml, 20);
        var scores = SmallData.Trained().Transform(view).Vectors<float>("Score");
        var features = view.Vectors<float>("Features");
        using var engine = _ml.Model.CreatePredictionEngine<ImageRow, PredictionRow>(SmallData.Trained());
        foreach (var row in new[] { 3, 3, 0, 19 })
        {
            CollectionAssert.AreEqual(scores[row], engine.Predict(new ImageRow { Features = features[row] }).Score);
        }
    }

    [TestMethod]
    public void ClassNamesMustBeOneAClass()
    {
        var network = SmallData.Prune().Network;
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => new SparseNetworkTransformer(network, "Features", ["a", "b"])).Message, "3 outputs");
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => new SparseNetworkTransformer(network, "Features", ["a", "b", "a"])).Message, "2 of them different");
    }

    private static ColumnsView Wide(float[] pixels) => new ColumnsView(Rows)
        .AddFeatures(row => pixels[(row * SmallData.Features)..((row + 1) * SmallData.Features)])
        .Add("Name", TextDataViewType.Instance, row => $"row {row}".AsMemory())
        .Add("Names", new VectorDataViewType(TextDataViewType.Instance, 2), row => new VBuffer<ReadOnlyMemory<char>>(2, [default, $"slot {row}".AsMemory()]));

    private static string Text(DataViewSchema.Column column, string annotation)
    {
        ReadOnlyMemory<char> text = default;
        column.Annotations.GetValue(annotation, ref text);
        return text.ToString();
    }

    private static uint ScoreSet(DataViewSchema.Column column)
    {
        uint id = 0;
        column.Annotations.GetValue("ScoreColumnSetId", ref id);
        return id;
    }

    private sealed class Handle(int row)
    {
        public int Row => row;
    }

    private sealed class HandleType() : StructuredDataViewType(typeof(Handle))
    {
        public override bool Equals(DataViewType? other) => other is HandleType;
    }
}
