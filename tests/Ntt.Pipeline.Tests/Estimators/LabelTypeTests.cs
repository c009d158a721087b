using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Transforms;

namespace Ntt.Pipeline.Tests.Estimators;

/// <summary>Labels keep their type from the data through training, prediction, a model zip and back to values.</summary>
[TestClass]
public sealed class LabelTypeTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void TextComesBack() => ComesBack<ReadOnlyMemory<char>>(TextDataViewType.Instance, label => SmallData.ClassNames[label].AsMemory(), text => text.ToString());

    [TestMethod]
    public void SingleComesBack() => ComesBack(NumberDataViewType.Single, label => (label * 0.1f) - 7, value => value);

    [TestMethod]
    public void DoubleComesBack() => ComesBack(NumberDataViewType.Double, label => Math.PI * label, value => value);

    [TestMethod]
    public void IntegerComesBack() => ComesBack(NumberDataViewType.Int64, label => long.MaxValue - label, value => value);

    [TestMethod]
    public void BooleanComesBack() => ComesBack(BooleanDataViewType.Instance, label => label == 1, value => value, classes: 2);

    [TestMethod]
    public void UnknownKindOfSavedLabelsIsNone()
    {
        Assert.IsNull(ClassLabels.Parse("Decimal", ["1"]));
        Assert.IsNull(ClassLabels.Parse("Single", ["one"]));
        Assert.IsNull(ClassLabels.Parse("Byte", ["256"]));
        CollectionAssert.AreEqual(new[] { "1", "0.1" }, ClassLabels.Parse("Single", ["1", "0.1"])!.ToArray());
    }

    private void ComesBack<T>(PrimitiveDataViewType type, Func<int, T> valueOf, Func<T, object> comparable, int classes = SmallData.Classes)
    {
        var images = SmallData.Images(240);
        var pixels = images.ToSamples().Values;
        var view = new ColumnsView(images.Count).AddFeatures(row => pixels[(row * SmallData.Features)..((row + 1) * SmallData.Features)]).Add("Value", type, row => valueOf(images.Labels[row] % classes));
        var architecture = Networks.NetworkArchitecture.Parse($"input 6x5x1, flatten, dense 11, relu, dense {classes}");
        var conversion = _ml.Transforms.Conversion;
        var pipeline = conversion.MapValueToKey("Label", "Value")
            .Append(_ml.Transforms.MagnitudePrune(architecture, density: 0.4))
            .Append(_ml.MulticlassClassification.Trainers.SparseTrainer(numberOfEpochs: 5, learningRate: 0.01))
            .Append(conversion.MapKeyToValue("Predicted", "PredictedLabel"));

        var shape = pipeline.GetOutputSchema(ShapeOf(view));
        var model = pipeline.Fit(view);
        var typed = model.Transform(view);
        using var zip = new MemoryStream();
        _ml.Model.Save(model, view.Schema, zip);
        zip.Position = 0;
        var loaded = new MLContext().Model.Load(zip, out _).Transform(view);

        Assert.AreEqual(type, shape.Single(column => column.Name == "Predicted").ItemType);
        Assert.AreEqual(new VectorDataViewType(type, classes), typed.Schema["Score"].Annotations.Schema["TrainingLabelValues"].Type);
        Assert.AreEqual(new VectorDataViewType(TextDataViewType.Instance, classes), typed.Schema["Score"].Annotations.Schema["SlotNames"].Type);
        var predicted = typed.Scalars<T>("Predicted").Select(comparable).ToArray();
        foreach (var scored in new[] { typed, loaded })
        {
            Assert.AreEqual(new VectorDataViewType(type, classes), scored.Schema["PredictedLabel"].Annotations.Schema["KeyValues"].Type);
            Assert.AreEqual(type, scored.Schema["Predicted"].Type);
            CollectionAssert.AreEqual(predicted, scored.Scalars<T>("Predicted").Select(comparable).ToArray());
        }

        Assert.IsGreaterThan(0.5 * images.Count, view.Scalars<T>("Value").Select(comparable).Zip(predicted).Count(pair => Equals(pair.First, pair.Second)));
    }

    /// <summary>The shape of a view, by way of an estimator that adds nothing of note.</summary>
    private static SchemaShape ShapeOf(IDataView view)
    {
        SchemaShape? shape = null;
        var spy = new ShapeSpy(schema => shape = schema);
        spy.Append(new MLContext().Transforms.CopyColumns("Copy", "Value")).Fit(view);
        return shape!;
    }

    private sealed class ShapeSpy(Action<SchemaShape> see) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => new MLContext().Transforms.CopyColumns("Seen", "Value").Fit(input);

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            see(inputSchema);
            return inputSchema;
        }
    }
}
