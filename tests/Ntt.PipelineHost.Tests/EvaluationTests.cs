using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.PipelineHost.Tests;

[TestClass]
public sealed class EvaluationTests
{
    private readonly MLContext _ml = new(1);

    /// <summary>
    /// Three rows of class 0 (scores of it 0.5, 0.25, 0) and one of class 1 (score 1): right are the first and the last; the clamp makes
    /// the loss of 0 that of 1e-15. A row without a class and one with a score that is no number do not count.
    /// </summary>
    [TestMethod]
    public void Metrics_AreThoseWorkedOutByHand()
    {
        Scored[] rows =
        [
            new(0, 0.5f, 0.25f, 0.25f), new(0, 0.25f, 0.75f, 0), new(0, 0, 0.5f, 0.5f), new(1, 0, 1, 0), new(3, 1, 0, 0), new(2, float.NaN, 0, 0),
        ];

        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(_ml.Data.LoadFromEnumerable(rows));

        double lost = Math.Log(2) + Math.Log(4) - Math.Log(1e-15f);
        Assert.AreEqual(2 / 4.0, metrics.MicroAccuracy, 1e-12);
        Assert.AreEqual((1 / 3.0 + 1) / 2, metrics.MacroAccuracy, 1e-12);
        Assert.AreEqual(lost / 4, metrics.LogLoss, 1e-6);
    }

    [TestMethod]
    public void UnknownClass_CountsAsLostAtTheClamp()
    {
        IDataView view = _ml.Data.LoadFromEnumerable([new FloatScored { Label = 7, Score = [1, 0] }, new FloatScored { Label = 0, Score = [1, 0] }]);

        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(view);

        Assert.AreEqual(0.5, metrics.MicroAccuracy, 1e-12);
        Assert.AreEqual(1.0, metrics.MacroAccuracy, 1e-12);
        Assert.AreEqual(-Math.Log(1e-15f) / 2, metrics.LogLoss, 1e-6);
    }

    [TestMethod]
    public void MissingAndMistypedColumns_AreErrors()
    {
        IDataView view = _ml.Data.LoadFromEnumerable([new Scored(0, 1, 0, 0)]);

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.Evaluate(view, "Nope"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.Evaluate(view, scoreColumnName: "Nope"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.Evaluate(view, predictedLabelColumnName: "Nope"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.Evaluate(view, scoreColumnName: "PredictedLabel"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.Evaluate(view, labelColumnName: "Score"));
    }

    [TestMethod]
    public void CrossValidate_LeavesEveryRowOutOnce()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 30).Select(i => new Scored((uint)(i % 3), i, 0, 1)));

        var folds = _ml.MulticlassClassification.CrossValidate(view, _ml.Transforms.CopyColumns("Copy", "Score"), numberOfFolds: 3);

        float[] left = folds.SelectMany(fold => SampleRows.Vectors<float>(fold.ScoredHoldOutSet, "Copy")).Select(score => score[0]).Order().ToArray();
        CollectionAssert.AreEqual(Enumerable.Range(0, 30).Select(i => (float)i).ToArray(), left);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.CrossValidate(view, _ml.Transforms.CopyColumns("Copy", "Score"), 1));
    }

    private sealed class Scored(uint label, params float[] score)
    {
        [KeyType(3)]
        public uint Label { get; } = label;

        [VectorType(3)]
        public float[] Score { get; } = score;

        public uint PredictedLabel { get; }
    }

    private sealed class FloatScored
    {
        public float Label { get; set; }

        [VectorType(2)]
        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }
}
