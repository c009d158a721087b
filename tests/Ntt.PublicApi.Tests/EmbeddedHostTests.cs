using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Ntt.PublicApi.Tests;

/// <summary>The embedded host declares a part of ML.NET and nothing else: same names, same signatures, same default values.</summary>
[TestClass]
public sealed partial class EmbeddedHostTests
{
    private static readonly Assembly s_host = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "Ntt.EmbeddedHost.dll"));

    private static readonly Dictionary<string, Type> s_genuine = Directory.EnumerateFiles(AppContext.BaseDirectory, "Microsoft.ML*.dll")
        .SelectMany(file => Assembly.LoadFrom(file).GetExportedTypes())
        .ToDictionary(type => type.FullName!);

    [TestMethod]
    public void Types_AreThoseOfMLNet()
    {
        Type[] types = s_host.GetExportedTypes();
        string[] strangers = [.. types.Select(type => type.FullName!).Where(name => !s_genuine.ContainsKey(name))];

        Assert.IsNotEmpty(types);
        Assert.IsEmpty(strangers, string.Join('\n', strangers));
    }

    [TestMethod]
    public void Members_AreThoseOfMLNet()
    {
        string[] strangers = [.. s_host.GetExportedTypes().Where(type => s_genuine.ContainsKey(type.FullName!)).SelectMany(Strangers)];

        Assert.IsEmpty(strangers, string.Join('\n', strangers));
    }

    private static IEnumerable<string> Strangers(Type type)
    {
        HashSet<string> genuine = [];
        for (Type? declaring = s_genuine[type.FullName!]; IsOfMLNet(declaring); declaring = declaring.BaseType)
            genuine.UnionWith(ApiText.Members(declaring).Select(Signature).SelectMany(Parts));
        return ApiText.Members(type).Where(member => !genuine.Contains(Signature(member))).Select(member => $"{type.FullName}: {member}");
    }

    // A property that can be set in ML.NET may be there to be read alone.
    private static IEnumerable<string> Parts(string member) => [member, member.Replace("{ get; set; }", "{ get; }", StringComparison.Ordinal)];

    // A generic base of a generic type has no full name of its own.
    private static bool IsOfMLNet([NotNullWhen(true)] Type? type) =>
        type is not null && s_genuine.ContainsKey(type.FullName ?? $"{type.Namespace}.{type.Name}");

    // Where in a hierarchy a member is first declared is the host's own affair.
    private static string Signature(string member) => Inheritance.Replace(member, "");

    [GeneratedRegex(@"\b(abstract|virtual|override) ", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Inheritance { get; }
}
