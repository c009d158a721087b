namespace Ntt.Data;

/// <summary>A grey canvas on which round-ended strokes are drawn anti-aliased; 0 is empty, 1 full ink.</summary>
/// <remarks>Sums, products and square roots alone, which are the same on every machine.</remarks>
internal sealed class StrokeCanvas(int size)
{
    private const int StepsPerSpan = 6;

    private readonly double[] _ink = new double[size * size];
    private readonly double[] _scratch = new double[size * size];

    /// <summary>The ink of every pixel, row by row.</summary>
    public Span<double> Ink => _ink;

    public void Clear() => Array.Clear(_ink);

    /// <summary>Draws through the points, in pixels; the pixel in column x and row y has its centre at (x, y).</summary>
    public void Draw(bool isSmooth, ReadOnlySpan<StrokePoint> points, double radius, double strength)
    {
        for (int i = 0; i + 1 < points.Length; i++)
        {
            if (!isSmooth)
            {
                DrawSegment(points[i], points[i + 1], radius, strength);
                continue;
            }
            // A Catmull-Rom spline; at an end the neighbour that is missing is the end itself.
            StrokePoint before = points[Math.Max(i - 1, 0)];
            StrokePoint after = points[Math.Min(i + 2, points.Length - 1)];
            StrokePoint from = points[i];
            for (int step = 1; step <= StepsPerSpan; step++)
            {
                double t = (double)step / StepsPerSpan;
                var to = new StrokePoint(
                    Spline(before.X, points[i].X, points[i + 1].X, after.X, t),
                    Spline(before.Y, points[i].Y, points[i + 1].Y, after.Y, t));
                DrawSegment(from, to, radius, strength);
                from = to;
            }
        }
    }

    /// <summary>Mixes every pixel with its row's and column's neighbours.</summary>
    /// <param name="weight">The weight of either neighbour against 1 of the pixel itself.</param>
    public void Blur(double weight)
    {
        double norm = 1 / (1 + 2 * weight);
        BlurAlong(_ink, _scratch, 1, size, weight, norm);
        BlurAlong(_scratch, _ink, size, 1, weight, norm);
    }

    private void BlurAlong(double[] source, double[] target, int step, int lineStep, double weight, double norm)
    {
        for (int line = 0; line < size; line++)
        {
            int start = line * lineStep;
            for (int i = 0; i < size; i++)
            {
                int at = start + i * step;
                double neighbours = (i > 0 ? source[at - step] : 0) + (i < size - 1 ? source[at + step] : 0);
                target[at] = (source[at] + weight * neighbours) * norm;
            }
        }
    }

    private void DrawSegment(StrokePoint from, StrokePoint to, double radius, double strength)
    {
        // A pixel is covered in full half a pixel inside the edge and not at all half a pixel outside.
        double reach = radius + 0.5;
        int left = Math.Max(0, (int)Math.Ceiling(Math.Min(from.X, to.X) - reach));
        int right = Math.Min(size - 1, (int)Math.Floor(Math.Max(from.X, to.X) + reach));
        int top = Math.Max(0, (int)Math.Ceiling(Math.Min(from.Y, to.Y) - reach));
        int bottom = Math.Min(size - 1, (int)Math.Floor(Math.Max(from.Y, to.Y) + reach));
        double dx = to.X - from.X;
        double dy = to.Y - from.Y;
        double lengthSquared = dx * dx + dy * dy;
        double inverse = lengthSquared > 0 ? 1 / lengthSquared : 0;
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                double along = Math.Clamp(((x - from.X) * dx + (y - from.Y) * dy) * inverse, 0, 1);
                double offX = x - from.X - along * dx;
                double offY = y - from.Y - along * dy;
                double coverage = Math.Clamp(reach - Math.Sqrt(offX * offX + offY * offY), 0, 1) * strength;
                ref double ink = ref _ink[y * size + x];
                ink = Math.Max(ink, coverage);
            }
        }
    }

    private static double Spline(double before, double from, double to, double after, double t) =>
        0.5 * (2 * from + t * (to - before + t * (2 * before - 5 * from + 4 * to - after + t * (3 * (from - to) + after - before))));
}
