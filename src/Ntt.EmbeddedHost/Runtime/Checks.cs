namespace Microsoft.ML.Runtime;

/// <summary>Argument and state checks with the exception types ML.NET throws.</summary>
internal static class Checks
{
    public static T Value<T>(T value, string name) => value ?? throw new ArgumentNullException(name);

    public static void Param(bool condition, string name, string message = null)
    {
        if (!condition)
            throw Parameter(name, message);
    }

    public static void NonEmpty(string value, string name) => Param(!string.IsNullOrEmpty(value), name, $"{name} cannot be null or empty");

    public static void State(bool condition, string message)
    {
        if (!condition)
            throw new InvalidOperationException(message);
    }

    public static void Decode(bool condition, string message)
    {
        if (!condition)
            throw new FormatException(message);
    }

    public static ArgumentOutOfRangeException Parameter(string name, string message) => new(name, message);

    public static ArgumentOutOfRangeException MissingColumn(string name, string role, string column)
        => new(name, $"Could not find {role} column '{column}'");

    public static ArgumentOutOfRangeException SchemaMismatch(string name, string role, string column, string expected, string actual)
        => new(name, $"Schema mismatch for {role} column '{column}': expected {expected}, got {actual}");
}
