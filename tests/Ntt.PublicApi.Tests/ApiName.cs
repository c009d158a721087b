using System.Globalization;
using System.Reflection;

namespace Ntt.PublicApi.Tests;

/// <summary>Types, parameters and constants as C# writes them.</summary>
internal static class ApiName
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(Type type)
    {
        if (s_keywords.TryGetValue(type, out string? keyword))
            return keyword;
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsByRef)
            return "ref " + Of(type.GetElementType()!);
        if (type.IsPointer)
            return Of(type.GetElementType()!) + "*";
        if (type.IsArray)
            return Of(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying) + "?";

        string name = type.Name.Split('`')[0];
        Type[] arguments = type.GetGenericArguments();
        int outer = 0;
        if (type.DeclaringType is { } declaring)
        {
            outer = declaring.GetGenericArguments().Length;
            Type closed = outer > 0 && !type.IsGenericTypeDefinition ? declaring.MakeGenericType(arguments[..outer]) : declaring;
            name = Of(closed) + "." + name;
        }

        return arguments.Length == outer ? name : $"{name}<{string.Join(", ", arguments[outer..].Select(Of))}>";
    }

    public static string Parameters(MethodBase method) => Parameters(method.GetParameters(), '(', ')');

    public static string Parameters(ParameterInfo[] parameters, char open, char close) =>
        open + string.Join(", ", parameters.Select(Parameter)) + close;

    public static string Constraints(Type[] arguments) =>
        string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(Constraint));

    public static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        char symbol => $"'{symbol}'",
        bool truth => truth ? "true" : "false",
        Enum named => $"{Of(named.GetType())}.{named}",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Parameter(ParameterInfo parameter)
    {
        string modifier = "";
        Type type = parameter.ParameterType;
        if (type.IsByRef)
        {
            modifier = parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
            type = type.GetElementType()!;
        }

        if (parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(System.Runtime.CompilerServices.ParamCollectionAttribute)))
            modifier = "params ";
        return $"{modifier}{Of(type)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Default(parameter, type) : "")}";
    }

    private static string Default(ParameterInfo parameter, Type type) =>
        parameter.DefaultValue is null && type.IsValueType && Nullable.GetUnderlyingType(type) is null
            ? "default"
            : Literal(parameter.DefaultValue);

    private static string Constraint(Type argument)
    {
        GenericParameterAttributes special = argument.GenericParameterAttributes;
        List<string> parts = [];
        if (special.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            parts.Add("class");
        if (special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            parts.Add("struct");
        parts.AddRange(argument.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(Of).Order(StringComparer.Ordinal));
        if (special.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !parts.Contains("struct"))
            parts.Add("new()");
        return parts.Count == 0 ? "" : $" where {argument.Name} : {string.Join(", ", parts)}";
    }
}
