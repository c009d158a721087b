using Ntt.Compute;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Data;

/// <summary>
/// Generates grey images of the digits 0 to 9 in the format of MNIST: strokes that are bent, turned, sheared, scaled,
/// shifted, of random thickness, blurred, among stray marks and noise. For tests and demonstrations without files.
/// </summary>
/// <remarks>The same seed gives the same bytes on every machine. Every ten images in a row hold every digit once, in random order.</remarks>
public static class GeneratedDigits
{
    private const int ImageSize = 28;
    private const int Pixels = ImageSize * ImageSize;

    // Largest or typical size of every distortion; together they leave a dense LeNet-300-100 at about 95 % after 10,000 images.
    private const double MaximumTurn = 0.2;
    private const double MaximumShear = 0.35;
    private const double Bend = 0.1;
    private const double MaximumShift = 2.5;
    private const double Noise = 0.09;

    /// <summary>The shape of the images: one channel, 28 x 28.</summary>
    public static TensorShape Shape { get; } = new(1, ImageSize, ImageSize);

    /// <summary>The names of the classes: the digits, each at its own index.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = Array.AsReadOnly(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);

    /// <summary>Generates images; more images of the same seed start with the same ones.</summary>
    /// <param name="count">How many, from 1 to 2,739,137, whose pixels an array holds.</param>
    /// <param name="seed">Any seed.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is outside its range.</exception>
    public static LabeledImages Generate(int count, int seed)
    {
        Check.InRange(count, 1, Array.MaxLength / Pixels);
        var random = new RandomStream(seed, "generated digits");
        var canvas = new StrokeCanvas(ImageSize);
        var pixels = new byte[count * Pixels];
        var labels = new int[count];
        Span<int> digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        for (int i = 0; i < count; i++)
        {
            if (i % digits.Length == 0)
                random.Shuffle(digits);
            labels[i] = digits[i % digits.Length];
            canvas.Clear();
            DrawDigit(canvas, labels[i], random);
            DrawStrayMarks(canvas, random);
            canvas.Blur(0.35 * random.NextDouble());
            Expose(canvas.Ink, pixels.AsSpan(i * Pixels, Pixels), random);
        }
        return new LabeledImages(Shape, pixels, labels, ClassNames);
    }

    private static void DrawDigit(StrokeCanvas canvas, int digit, RandomStream random)
    {
        Stroke[][] variants = DigitGlyphs.Variants[digit];
        Stroke[] glyph = variants[random.NextInt(variants.Length)];
        Placement placement = Placement.Draw(random);
        double radius = Uniform(random, 0.55, 1.6);
        double strength = Uniform(random, 0.6, 1);
        Span<StrokePoint> points = stackalloc StrokePoint[16];
        foreach (Stroke stroke in glyph)
        {
            for (int i = 0; i < stroke.Points.Length; i++)
                points[i] = placement.Apply(stroke.Points[i]);
            canvas.Draw(stroke.IsSmooth, points[..stroke.Points.Length], radius, strength);
        }
    }

    private static void DrawStrayMarks(StrokeCanvas canvas, RandomStream random)
    {
        Span<StrokePoint> ends = stackalloc StrokePoint[2];
        for (int marks = random.NextInt(4); marks > 0; marks--)
        {
            ends[0] = new StrokePoint(Uniform(random, 0, ImageSize - 1), Uniform(random, 0, ImageSize - 1));
            ends[1] = new StrokePoint(ends[0].X + Uniform(random, -6, 6), ends[0].Y + Uniform(random, -6, 6));
            canvas.Draw(false, ends, Uniform(random, 0.3, 1.1), Uniform(random, 0.3, 0.9));
        }
    }

    /// <summary>Adds noise, the sum of four bytes as a near-normal deviate, and rounds to grey levels.</summary>
    private static void Expose(ReadOnlySpan<double> ink, Span<byte> pixels, RandomStream random)
    {
        // Four bytes have mean 510 and standard deviation 147.8.
        double scale = Noise * random.NextDouble() * 2 / 147.8;
        ulong bits = 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            bits = i % 2 == 0 ? random.NextUInt64() : bits >> 32;
            int sum = (int)(bits & 0xFF) + (int)((bits >> 8) & 0xFF) + (int)((bits >> 16) & 0xFF) + (int)((bits >> 24) & 0xFF);
            double value = Math.Clamp(ink[i] + scale * (sum - 510), 0, 1);
            pixels[i] = (byte)(value * 255 + 0.5);
        }
    }

    private static double Uniform(RandomStream random, double from, double to) => from + (to - from) * random.NextDouble();

    /// <summary>A smooth bend of the glyph's box, then an affine map onto the canvas.</summary>
    private readonly record struct Placement(
        double BendXByYY, double BendXByXY, double BendYByXX, double BendYByXY, double XX, double XY, double YX, double YY, double ShiftX, double ShiftY)
    {
        public static Placement Draw(RandomStream random)
        {
            // The rotation by the half angle's tangent needs no sine, whose last bit differs between platforms.
            double tangent = Uniform(random, -MaximumTurn, MaximumTurn);
            double cosine = (1 - tangent * tangent) / (1 + tangent * tangent);
            double sine = 2 * tangent / (1 + tangent * tangent);
            double shear = Uniform(random, -MaximumShear, MaximumShear);
            double scaleX = Uniform(random, 6, 11);
            double scaleY = Uniform(random, 6.5, 10.5);
            const double Centre = (ImageSize - 1) / 2.0;
            return new Placement(
                Bend * random.NextTruncatedNormal(), Bend * random.NextTruncatedNormal(),
                Bend * random.NextTruncatedNormal(), Bend * random.NextTruncatedNormal(),
                cosine * scaleX, (cosine * shear - sine) * scaleY, sine * scaleX, (sine * shear + cosine) * scaleY,
                Centre + Uniform(random, -MaximumShift, MaximumShift), Centre + Uniform(random, -MaximumShift, MaximumShift));
        }

        public StrokePoint Apply(StrokePoint point)
        {
            double x = point.X + BendXByYY * point.Y * point.Y + BendXByXY * point.X * point.Y;
            double y = point.Y + BendYByXX * point.X * point.X + BendYByXY * point.X * point.Y;
            return new StrokePoint(XX * x + XY * y + ShiftX, YX * x + YY * y + ShiftY);
        }
    }
}
