using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Ntt.PublicApi.Tests;

/// <summary>Prints the types and members that another assembly can see, one a line, in ordinal order.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Print(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Header(type)).Append('\n');
            foreach (string member in Members(type).Order(StringComparer.Ordinal))
                text.Append("    ").Append(member).Append('\n');
            text.Append('\n');
        }

        return text.ToString();
    }

    public static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(value => $"{value.Name} = {Convert.ToInt64(value.GetRawConstantValue(), CultureInfo.InvariantCulture)}");
        if (typeof(Delegate).IsAssignableFrom(type))
            return [Method(type.GetMethod("Invoke")!)];

        return type.GetConstructors(Declared).Where(IsVisible).Select(made => Access(made) + "new" + ApiName.Parameters(made))
            .Concat(type.GetFields(Declared).Where(IsVisible).Select(Field))
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsVisible)).Select(Property))
            .Concat(type.GetEvents(Declared).Where(raised => IsVisible(raised.AddMethod!))
                .Select(raised => $"{Access(raised.AddMethod!)}event {ApiName.Of(raised.EventHandlerType!)} {raised.Name}"))
            .Concat(type.GetMethods(Declared).Where(IsPrinted).Select(Method));
    }

    private static string Header(Type type)
    {
        string bases = string.Join(", ", Bases(type).Select(ApiName.Of));
        string name = ApiName.Of(type);
        string space = type.Namespace is null ? "" : type.Namespace + ".";
        return $"{Kind(type)} {space}{name}{(bases.Length == 0 ? "" : " : " + bases)}{ApiName.Constraints(type.GetGenericArguments())}";
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (type.IsInterface)
            return "interface";
        if (typeof(Delegate).IsAssignableFrom(type))
            return "delegate";
        if (type.IsValueType)
            return (Has<IsReadOnlyAttribute>(type) ? "readonly " : "") + (type.IsByRefLike ? "ref struct" : "struct");
        string noun = type.GetMethod("<Clone>$") is null ? "class" : "record";
        string modifier = (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static ",
            (true, false) => "abstract ",
            (false, true) => "sealed ",
            _ => "",
        };
        return modifier + noun;
    }

    private static IEnumerable<Type> Bases(Type type)
    {
        if (type.IsEnum || typeof(Delegate).IsAssignableFrom(type))
            return [];
        IEnumerable<Type> bases = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [parent] : [];
        Type[] inherited = [.. type.BaseType?.GetInterfaces() ?? [], .. type.GetInterfaces().SelectMany(parent => parent.GetInterfaces())];
        return bases.Concat(type.GetInterfaces().Where(IsVisible).Except(inherited).OrderBy(ApiName.Of, StringComparer.Ordinal));
    }

    private static string Field(FieldInfo field)
    {
        string modifier = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        string value = field.IsLiteral ? " = " + ApiName.Literal(field.GetRawConstantValue()) : "";
        return $"{(field.IsPublic ? "" : "protected ")}{modifier}{ApiName.Of(field.FieldType)} {field.Name}{value}";
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo first = property.GetAccessors(true).First(IsVisible);
        string get = property.GetMethod is { } getter && IsVisible(getter) ? " get;" : "";
        string set = "";
        if (property.SetMethod is { } setter && IsVisible(setter))
            set = setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";
        string required = Has<RequiredMemberAttribute>(property) ? "required " : "";
        string name = property.GetIndexParameters().Length == 0 ? property.Name : "this" + ApiName.Parameters(property.GetIndexParameters(), '[', ']');
        return $"{Access(first)}{required}{ApiName.Of(property.PropertyType)} {name} {{{get}{set} }}";
    }

    private static string Method(MethodInfo method)
    {
        string type = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(ApiName.Of))}>" : "";
        string constraints = method.IsGenericMethod ? ApiName.Constraints(method.GetGenericArguments()) : "";
        string extension = Has<ExtensionAttribute>(method) ? "extension " : "";
        return $"{Access(method)}{extension}{ApiName.Of(method.ReturnType)} {method.Name}{type}{ApiName.Parameters(method)}{constraints}";
    }

    private static string Access(MethodBase method)
    {
        string access = method.IsPublic ? "" : "protected ";
        if (method.IsStatic)
            access += method.IsAbstract ? "static abstract " : "static ";
        else if (method is MethodInfo { IsVirtual: true, IsFinal: false } virtuals && !method.DeclaringType!.IsInterface)
            access += virtuals.GetBaseDefinition() != virtuals ? "override " : virtuals.IsAbstract ? "abstract " : "virtual ";
        return access;
    }

    // Accessors and operators both have special names; what a record generates follows from its being a record.
    private static bool IsPrinted(MethodInfo method) =>
        IsVisible(method)
        && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !Has<CompilerGeneratedAttribute>(method);

    private static bool IsVisible(Type type) => type.IsVisible;

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool Has<T>(MemberInfo member)
        where T : Attribute =>
        member.IsDefined(typeof(T), inherit: false);
}
