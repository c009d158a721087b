namespace Ntt.Data;

/// <summary>A point of a glyph or of the canvas.</summary>
internal readonly record struct StrokePoint(double X, double Y);

/// <summary>A pen stroke through points: straight between them, or a smooth curve.</summary>
internal sealed record Stroke(bool IsSmooth, StrokePoint[] Points);

/// <summary>The ways to write the digits: strokes in a box of x -0.65 to 0.65 and y -1 (top) to 1.</summary>
internal static class DigitGlyphs
{
    /// <summary>Indexed by digit, then by way of writing.</summary>
    public static readonly Stroke[][][] Variants =
    [
        [
            [Curve(0.1, -1, -0.35, -0.8, -0.55, 0, -0.35, 0.8, 0.05, 1, 0.4, 0.8, 0.58, 0, 0.4, -0.8, 0.1, -1)],
            [Curve(0.25, -0.95, -0.3, -0.85, -0.6, 0.1, -0.2, 0.95, 0.35, 0.75, 0.6, -0.1, 0.3, -0.85, -0.05, -0.9)],
        ],
        [
            [Line(0.05, -1, 0, 1)],
            [Line(-0.3, -0.6, 0.1, -1, 0.1, 1)],
            [Line(-0.3, -0.65, 0.05, -1, 0.05, 1), Line(-0.4, 1, 0.45, 1)],
        ],
        [
            [Curve(-0.5, -0.6, -0.3, -0.92, 0.1, -1, 0.5, -0.7, 0.42, -0.2, 0, 0.4, -0.55, 0.95), Line(-0.55, 0.95, 0.6, 0.95)],
            [Curve(-0.45, -0.7, 0, -1, 0.45, -0.7, 0.3, -0.1, -0.15, 0.6, -0.5, 0.85, -0.4, 0.6, -0.1, 0.7, 0.25, 0.95, 0.6, 0.8)],
        ],
        [
            [Curve(-0.5, -0.75, -0.1, -1, 0.42, -0.75, 0.38, -0.3, -0.1, -0.05), Curve(-0.1, -0.05, 0.42, 0.15, 0.5, 0.65, 0.05, 1, -0.55, 0.75)],
            [Line(-0.5, -1, 0.5, -1, -0.05, -0.2), Curve(-0.05, -0.2, 0.45, 0, 0.52, 0.6, 0.05, 1, -0.55, 0.75)],
        ],
        [
            [Line(-0.35, -1, -0.55, 0.15, 0.62, 0.15), Line(0.3, -0.5, 0.22, 1)],
            [Line(0.3, 1, 0.3, -1, -0.6, 0.35, 0.65, 0.35)],
        ],
        [
            [Line(0.5, -1, -0.4, -1, -0.45, -0.15), Curve(-0.45, -0.15, 0.05, -0.35, 0.52, 0.05, 0.48, 0.65, 0, 1, -0.55, 0.8)],
            [Curve(0.55, -0.95, 0.1, -0.98, -0.35, -0.9, -0.42, -0.4, -0.1, -0.2, 0.4, 0.05, 0.45, 0.65, 0, 1, -0.5, 0.9)],
        ],
        [
            [Curve(0.4, -0.95, -0.15, -0.7, -0.5, -0.05, -0.48, 0.6, -0.05, 1, 0.43, 0.75, 0.45, 0.25, 0.02, -0.02, -0.45, 0.35)],
            [Curve(0.05, -1, -0.35, -0.4, -0.5, 0.3, -0.3, 0.9, 0.2, 0.98, 0.48, 0.6, 0.2, 0.2, -0.25, 0.35, -0.45, 0.7)],
        ],
        [
            [Line(-0.55, -1, 0.55, -1, -0.15, 1)],
            [Line(-0.55, -1, 0.55, -1), Curve(0.55, -1, 0.1, -0.1, -0.1, 1), Line(-0.3, 0, 0.42, 0)],
            [Line(-0.5, -0.7, -0.5, -1, 0.5, -0.95), Curve(0.5, -0.95, 0.2, -0.1, 0.1, 1)],
        ],
        [
            [Curve(0, -0.05, -0.42, -0.4, -0.35, -0.85, 0, -1, 0.35, -0.85, 0.42, -0.4, 0, -0.05, -0.48, 0.4, -0.4, 0.85, 0, 1, 0.4, 0.85, 0.48, 0.4, 0, -0.05)],
            [Curve(0.42, -0.8, 0, -1, -0.4, -0.75, -0.25, -0.3, 0.3, 0.2, 0.45, 0.65, 0, 1, -0.42, 0.7, -0.25, 0.25, 0.25, -0.3, 0.42, -0.8)],
        ],
        [
            [Curve(0.45, -0.55, 0.15, -0.98, -0.35, -0.85, -0.46, -0.35, -0.05, -0.05, 0.38, -0.25, 0.45, -0.55), Curve(0.45, -0.55, 0.42, 0.1, 0.3, 1)],
            [Curve(0.45, -0.6, 0.05, -1, -0.42, -0.75, -0.4, -0.3, 0, -0.08, 0.35, -0.25, 0.46, -0.6, 0.45, 0.1, 0.2, 0.8, -0.35, 0.95)],
        ],
    ];

    private static Stroke Line(params double[] coordinates) => new(false, Pair(coordinates));

    private static Stroke Curve(params double[] coordinates) => new(true, Pair(coordinates));

    private static StrokePoint[] Pair(double[] coordinates)
    {
        var points = new StrokePoint[coordinates.Length / 2];
        for (int i = 0; i < points.Length; i++)
            points[i] = new StrokePoint(coordinates[2 * i], coordinates[2 * i + 1]);
        return points;
    }
}
