namespace Ntt.Cli.Figures;

/// <summary>Colours that people with any kind of colour vision tell apart (Okabe and Ito, 2008), on light and on dark ground, and strokes beside them.</summary>
internal static class Palette
{
    private static readonly string[] s_colors = ["#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6BB1", "#7F7F7F"];

    private static readonly string[] s_dashes = ["", "6 3", "2 2", "8 3 2 3"];

    /// <summary>The colour of the i-th of several.</summary>
    public static string Color(int index) => s_colors[index % s_colors.Length];

    /// <summary>How much the i-th of several areas covers what is under it: all of it until the colours repeat.</summary>
    public static double Opacity(int index) => 1.0 / (1 + (index / s_colors.Length));

    /// <summary>The stroke of the i-th of several: solid until the colours repeat.</summary>
    public static string Dash(int index) => s_dashes[index / s_colors.Length % s_dashes.Length];
}
