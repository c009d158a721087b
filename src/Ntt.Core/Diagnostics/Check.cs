using System.Runtime.CompilerServices;

namespace Ntt.Diagnostics;

/// <summary>Argument checks whose messages name the argument, its value and the allowed range.</summary>
internal static class Check
{
    /// <summary>Throws unless <paramref name="minimum"/> ≤ value ≤ <paramref name="maximum"/>.</summary>
    public static int InRange(int value, int minimum, int maximum, [CallerArgumentExpression(nameof(value))] string? name = null)
        => value >= minimum && value <= maximum
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {minimum} to {maximum}.");

    /// <summary>Throws unless value ≥ <paramref name="minimum"/>.</summary>
    public static int AtLeast(int value, int minimum, [CallerArgumentExpression(nameof(value))] string? name = null)
        => value >= minimum
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least {minimum}.");

    /// <summary>Throws unless 0 &lt; value ≤ 1.</summary>
    public static double Density(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
        => value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is the kept fraction of the weights; it must be greater than 0 and at most 1.");

    /// <summary>Throws unless 0 ≤ value &lt; 1.</summary>
    public static double Fraction(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
        => value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be from 0 (inclusive) to 1 (exclusive).");

    /// <summary>Throws unless the value is finite and greater than 0.</summary>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
        => value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and greater than 0.");

    /// <summary>Throws unless the value is finite and at least 0.</summary>
    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
        => value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and at least 0.");

    /// <summary>Throws unless the value is one that its enumeration names.</summary>
    public static TEnum Defined<TEnum>(TEnum value, [CallerArgumentExpression(nameof(value))] string? name = null)
        where TEnum : struct, Enum
        => Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be one of {string.Join(", ", Enum.GetNames<TEnum>())}.");
}
