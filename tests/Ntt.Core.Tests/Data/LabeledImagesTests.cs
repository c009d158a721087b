using Ntt.Data;
using Ntt.Networks;

namespace Ntt.Core.Tests.Data;

[TestClass]
public sealed class LabeledImagesTests
{
    private static readonly string[] s_classes = ["a", "b", "c"];

    private static LabeledImages ThreeImages() => new(new TensorShape(1, 1, 2), [0, 1, 51, 102, 254, 255], [2, 0, 1], s_classes);

    [TestMethod]
    public void ToSamples_DividesBy255InSinglePrecision()
    {
        var pixels = new byte[256];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)i;
        SampleMatrix samples = new LabeledImages(new TensorShape(1, 16, 16), pixels, [0], s_classes).ToSamples();
        Assert.AreEqual(1, samples.Count);
        Assert.AreEqual(256, samples.FeatureCount);
        for (int i = 0; i < 256; i++)
            Assert.AreEqual(i / 255f, samples.Values[i]);
    }

    [TestMethod]
    public void Image_IsOneImagesPixels()
    {
        LabeledImages images = ThreeImages();
        Assert.AreEqual(3, images.Count);
        CollectionAssert.AreEqual(new byte[] { 51, 102 }, images.Image(1).ToArray());
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => images.Image(3).Length).Message, "0 to 2");
    }

    [TestMethod]
    public void Subset_CopiesImagesAndLabelsInTheOrderGiven()
    {
        LabeledImages subset = ThreeImages().Subset([1, 1, 0]);
        CollectionAssert.AreEqual(new byte[] { 51, 102, 51, 102, 0, 1 }, subset.Pixels.ToArray());
        CollectionAssert.AreEqual(new[] { 0, 0, 2 }, subset.Labels);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ThreeImages().Subset([-1]));
    }

    [TestMethod]
    public void Take_CopiesTheFirstImages()
    {
        LabeledImages taken = ThreeImages().Take(2);
        CollectionAssert.AreEqual(new byte[] { 0, 1, 51, 102 }, taken.Pixels.ToArray());
        CollectionAssert.AreEqual(new[] { 2, 0 }, taken.Labels);
        Assert.AreEqual(0, ThreeImages().Take(0).Count);
        Assert.AreEqual(3, ThreeImages().Take(3).Count);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(4)]
    public void Take_MoreThanThereAre_NamesTheRange(int count)
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ThreeImages().Take(count));
        StringAssert.Contains(error.Message, "0 to 3");
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(3)]
    public void Constructor_WithALabelOutsideTheClasses_NamesTheImage(int label)
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new LabeledImages(new TensorShape(1, 1, 1), [1, 2], [0, label], s_classes));
        Assert.AreEqual(label, error.ActualValue);
        StringAssert.Contains(error.Message, "The label of image 1 must be 0 to 2");
    }

    [TestMethod]
    public void Constructor_WithPartsThatDisagree_NamesThePart()
    {
        var shape = new TensorShape(1, 1, 2);
        Assert.AreEqual("pixels", Assert.ThrowsExactly<ArgumentException>(() => new LabeledImages(shape, [1, 2, 3], [0], s_classes)).ParamName);
        Assert.AreEqual("classNames", Assert.ThrowsExactly<ArgumentException>(() => new LabeledImages(shape, [], [], [])).ParamName);
        Assert.AreEqual("shape", Assert.ThrowsExactly<ArgumentException>(() => new LabeledImages(new TensorShape(1, 0, 2), [], [], s_classes)).ParamName);
        foreach (TensorShape large in (TensorShape[])[new(1, 65536, 65536), new(int.MaxValue, int.MaxValue, 4)])
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new LabeledImages(large, [], [0, 1], s_classes)).Message, "an image has at most 2147483591 values");
    }
}
