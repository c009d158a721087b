using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using static Ntt.PipelineHost.Tests.Outcome;

namespace Ntt.PipelineHost.Tests;

/// <summary>Metrics and cross-validation: values, which rows count, which fold a row belongs to.</summary>
[TestClass]
public sealed class EvaluationOutcomes
{
    private readonly MLContext _ml = new(1);

    /// <summary>Micro accuracy, macro accuracy, log loss; each worked out by hand.</summary>
    [TestMethod]
    public void Metrics_CountRowsWithLabelsAndFiniteScores()
    {
        double clamp = -Math.Log(1e-15f);

        AreMetrics(2 / 3.0, 2 / 3.0, -Math.Log(.7f * (double).8f * .2f) / 3, Row(0, .7f, .2f, .1f), Row(1, .1f, .8f, .1f), Row(2, .5f, .3f, .2f));
        AreMetrics(.5, .5, -Math.Log(.4f), Row(0, .4f, .4f, .2f), Row(1, .4f, .4f, .2f));
        AreMetrics(1, 1, 0, Row(0, 4, 2, 2), Row(1, 3, 4, -2));
        AreMetrics(0, 0, clamp, Row(0, -4, -2, -3), Row(1, 3, -4, -2));
        AreMetrics(1, 1, 0, Row(0, float.PositiveInfinity, 0, 0), Row(1, 0, 1, 0));
        AreMetrics(1, 1, 0, Row(0, float.NaN, 0, 0), Row(1, 0, 1, 0));
        AreMetrics(0, 0, 0, Row(0, float.NaN, 0, 0));
        AreMetrics(0, 0, 0);
        AreMetrics(0, 0, 0, Row(3, 1, 0, 0));
        AreMetrics(2 / 3.0, 1 / 2.0, 0, Row(0, 1, 0, 0), Row(0, 1, 1, 0), Row(1, 1, 1, 0));
    }

    [TestMethod]
    public void FloatLabels_CountWhenTheyAreClasses()
    {
        Is("1 1 0.2899", () => Metrics("Number", Row(0, .7f, .2f, .1f), Row(1, .1f, .8f, .1f)));
        Is("1 1 0.2231", () => Metrics("Number", new ScoredRow { Number = .5f, Score = [1, 0, 0] }, Row(1, .1f, .8f, .1f)));
        Is("1 1 0.2231", () => Metrics("Number", new ScoredRow { Number = -1, Score = [1, 0, 0] }, Row(1, .1f, .8f, .1f)));
        Is("0.5 1 17.381", () => Metrics("Number", new ScoredRow { Number = 3, Score = [1, 0, 0] }, Row(1, .1f, .8f, .1f)));
    }

    [TestMethod]
    public void BadColumns_AreErrors()
    {
        IDataView view = _ml.Data.LoadFromEnumerable([Row(0, .7f, .2f, .1f)]);
        MulticlassClassificationCatalog catalog = _ml.MulticlassClassification;

        Is("ArgumentOutOfRangeException(schema)", () => catalog.Evaluate(view, "Whole"));
        Is("ArgumentOutOfRangeException(schema)", () => catalog.Evaluate(view, "Text"));
        Is("ArgumentOutOfRangeException(schema)", () => catalog.Evaluate(view, "Nope"));
        Is("ArgumentOutOfRangeException(schema)", () => catalog.Evaluate(view, scoreColumnName: "One"));
        Is("ArgumentOutOfRangeException(schema)", () => catalog.Evaluate(view, scoreColumnName: "Free"));
        Is("ArgumentOutOfRangeException(schema)", () => catalog.Evaluate(view, scoreColumnName: "Doubles"));
        Is("ArgumentOutOfRangeException(schema)", () => catalog.Evaluate(view, scoreColumnName: "Nope"));
        Is("ArgumentOutOfRangeException(schema)", () => catalog.Evaluate(view, predictedLabelColumnName: "Nope"));
        Is("ArgumentOutOfRangeException(labelColumnName)", () => catalog.Evaluate(view, labelColumnName: ""));
        Is("ArgumentOutOfRangeException(topKPredictionCount)", () => catalog.Evaluate(view, topKPredictionCount: -1));
        Is("ArgumentNullException(data)", () => catalog.Evaluate(null));
        Assert.StartsWith("Schema mismatch for score column 'One': expected vector of two or more items of type Single, got Vector<Single, 1>", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => catalog.Evaluate(view, scoreColumnName: "One")).Message);
    }

    /// <summary>The rows that ML.NET 5.0.0 holds out: by the seed of the call, else of the context, else by 42.</summary>
    [TestMethod]
    [DataRow(null, null, "5 6 10 11 18 20/0 1 8 9 15 16 21 22 23/2 3 4 7 12 13 14 17 19 24")]
    [DataRow(1, null, "2 9 10 12 13 14 21/3 5 15 17 18 19 22/0 1 4 6 7 8 11 16 20 23 24")]
    [DataRow(7, null, "3 16 17 19 22/1 4 7 11 15 18 20 21 23 24/0 2 5 6 8 9 10 12 13 14")]
    [DataRow(1, 3, "0 4 5 6 10 13 15 18 20 23/2 3 7 8 11 19 21 22 24/1 9 12 14 16 17")]
    [DataRow(null, 3, "0 4 5 6 10 13 15 18 20 23/2 3 7 8 11 19 21 22 24/1 9 12 14 16 17")]
    public void CrossValidate_HoldsOutTheRowsOfMlNet(int? contextSeed, int? seed, string expected)
    {
        var ml = new MLContext(contextSeed);
        var folds = ml.MulticlassClassification.CrossValidate(Numbered(ml, 25), ml.Transforms.CopyColumns("Copy", "Score"), 3, seed: seed);

        Assert.AreEqual(expected, string.Join('/', folds.Select(fold => string.Join(' ', SampleRows.Vectors<float>(fold.ScoredHoldOutSet, "Copy").Select(scores => scores[0])))));
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, folds.Select(fold => fold.Fold).ToArray());
    }

    [TestMethod]
    public void CrossValidate_HasMlNetsDefaults()
    {
        var copy = _ml.Transforms.CopyColumns("Copy", "Score");
        IDataView view = Numbered(_ml, 40);

        Is("5", () => _ml.MulticlassClassification.CrossValidate(view, copy).Count);
        Is("Label,Score,PredictedLabel,Number,Whole,Text,One,Free,Doubles,Copy", () => MixedRow.Names(_ml.MulticlassClassification.CrossValidate(view, copy, 2)[0].ScoredHoldOutSet.Schema));
        Is("Late: Vector<Single, 3>", () => _ml.MulticlassClassification.CrossValidate(view, copy.Append(_ml.Transforms.CopyColumns("Late", "Score"), TransformerScope.TrainTest), 2)[0].ScoredHoldOutSet.Schema["Late"]);
        Is("ArgumentNullException(estimator)", () => _ml.MulticlassClassification.CrossValidate(view, null));
        Is("ArgumentOutOfRangeException(numFolds)", () => _ml.MulticlassClassification.CrossValidate(view, copy, 1));
        Is("ArgumentOutOfRangeException(schema)", () => _ml.MulticlassClassification.CrossValidate(view, copy, 2, "Nope"));
    }

    private static ScoredRow Row(uint label, params float[] scores) => new() { Label = label, Number = label, Score = scores };

    private static IDataView Numbered(MLContext ml, int rows) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => Row((uint)(i % 3), i, 1, 2)).ToArray());

    private string Metrics(string label, params ScoredRow[] rows)
    {
        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(_ml.Data.LoadFromEnumerable(rows), label);
        return string.Join(' ', new[] { metrics.MicroAccuracy, metrics.MacroAccuracy, metrics.LogLoss }.Select(value => Math.Round(value, 4).ToString(CultureInfo.InvariantCulture)));
    }

    private void AreMetrics(double microAccuracy, double macroAccuracy, double logLoss, params ScoredRow[] rows)
    {
        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(_ml.Data.LoadFromEnumerable(rows));
        Assert.AreEqual(microAccuracy, metrics.MicroAccuracy, 1e-12);
        Assert.AreEqual(macroAccuracy, metrics.MacroAccuracy, 1e-12);
        Assert.AreEqual(logLoss, metrics.LogLoss, 1e-12);
    }

    private sealed class ScoredRow
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(3)]
        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }

        public float Number { get; set; }

        public int Whole { get; set; }

        public string Text { get; set; } = "";

        [VectorType(1)]
        public float[] One { get; set; } = [1];

        public float[] Free { get; set; } = [1, 0];

        [VectorType(3)]
        public double[] Doubles { get; set; } = [1, 0, 0];
    }
}
