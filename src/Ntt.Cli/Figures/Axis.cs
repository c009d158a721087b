using System.Globalization;

namespace Ntt.Cli.Figures;

/// <summary>How an axis puts numbers.</summary>
internal enum AxisScale
{
    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>By their logarithms.</summary>
    Logarithmic,
}

/// <summary>An axis that covers some numbers, with round ticks.</summary>
internal sealed class Axis
{
    private const int WantedTicks = 6;

    private readonly AxisScale _scale;
    private readonly double _from;
    private readonly double _to;

    /// <summary>The smallest axis with round ends that has room for all of the values.</summary>
    /// <param name="values">Finite numbers; those that are not positive have no place on a logarithmic axis.</param>
    /// <param name="scale">How it puts them.</param>
    public Axis(IEnumerable<double> values, AxisScale scale)
    {
        _scale = scale;
        double[] placed = [.. values.Where(value => double.IsFinite(value) && (scale == AxisScale.Linear || value > 0)).Select(Place)];
        var (least, greatest) = placed.Length == 0 ? (0, 1) : (placed.Min(), placed.Max());
        if (least == greatest)
            (least, greatest) = (least - 0.5, greatest + 0.5);
        if (scale == AxisScale.Logarithmic)
        {
            (_from, _to) = (least - (0.02 * (greatest - least)), greatest + (0.02 * (greatest - least)));
            Ticks = LogarithmicTicks();
        }
        else
        {
            var step = Step(greatest - least);
            (_from, _to) = (Math.Floor(least / step) * step, Math.Ceiling(greatest / step) * step);
            var first = (long)Math.Round(_from / step);
            Ticks = [.. Enumerable.Range(0, (int)Math.Round((_to - _from) / step) + 1).Select(index => (first + index) * step)];
        }
    }

    /// <summary>Where marks are, in ascending order.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Where a number lies: 0 at the beginning of the axis, 1 at its end.</summary>
    public double Position(double value) => (Place(value) - _from) / (_to - _from);

    /// <summary>Whether a number has a place on the axis.</summary>
    public bool Has(double value) => double.IsFinite(value) && (_scale == AxisScale.Linear || value > 0);

    /// <summary>The text at a mark.</summary>
    public static string Label(double tick)
        => Math.Abs(tick) >= 10_000 ? $"{(tick / 1_000).ToString("#,0.##", CultureInfo.InvariantCulture)}k" : tick.ToString("0.#####", CultureInfo.InvariantCulture);

    private static double Step(double range)
    {
        var rough = range / WantedTicks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }

    private double Place(double value) => _scale == AxisScale.Linear ? value : Math.Log10(value);

    private double[] LogarithmicTicks()
    {
        IEnumerable<double> Ticks(params double[] digits)
            => from power in Enumerable.Range((int)Math.Floor(_from), (int)Math.Ceiling(_to) - (int)Math.Floor(_from) + 1)
               from digit in digits
               let tick = digit * Math.Pow(10, power)
               where Math.Log10(tick) >= _from && Math.Log10(tick) <= _to
               select tick;

        double[] decades = [.. Ticks(1)];
        if (decades.Length >= WantedTicks / 2)
            return decades;
        double[] parts = [.. Ticks(1, 2, 5)];
        return parts.Length > 1 ? parts : EvenTicks(Math.Pow(10, _from), Math.Pow(10, _to));
    }

    /// <summary>Round numbers as far from each other, for ranges too short to hold two of 1, 2 and 5 times a power of ten.</summary>
    private static double[] EvenTicks(double least, double greatest)
    {
        var step = Step(greatest - least);
        var first = (long)Math.Ceiling(least / step);
        return [.. Enumerable.Range(0, (int)((long)Math.Floor(greatest / step) - first) + 1).Select(index => (first + index) * step)];
    }
}
