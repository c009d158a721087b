using System.Reflection;
using Microsoft.ML;

namespace Ntt.Pipeline.Tests.Estimators;

/// <summary>Every algorithm has a short overload and one with all options, and both mean the same when nothing is said.</summary>
[TestClass]
public sealed class OverloadTests
{
    private static readonly MethodInfo[] s_methods = [.. typeof(SparseTrainerCatalog).Assembly.GetExportedTypes()
        .Where(type => type.Namespace == "Microsoft.ML")
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.GetParameters()[0].ParameterType != typeof(MLContext))];

    public static IEnumerable<object[]> Algorithms => s_methods.Select(method => method.Name).Distinct().Order().Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Algorithms))]
    public void BothOverloadsHaveTheSameDefaults(string algorithm)
    {
        var overloads = s_methods.Where(method => method.Name == algorithm).ToArray();
        Assert.HasCount(2, overloads);
        var full = overloads.Single(method => method.GetParameters()[^1].Name == "options");
        var brief = overloads.Single(method => method != full);
        Assert.AreEqual(full.ReturnType, brief.ReturnType);
        var options = full.GetParameters()[^1].ParameterType;
        var defaults = Activator.CreateInstance(options);
        var parameters = brief.GetParameters().Where(parameter => parameter.HasDefaultValue).ToArray();
        Assert.IsGreaterThanOrEqualTo(3, parameters.Length);
        foreach (var parameter in parameters)
        {
            var property = options.GetProperty(char.ToUpperInvariant(parameter.Name![0]) + parameter.Name[1..]);
            Assert.IsNotNull(property, $"{options} has no property for {parameter.Name}.");
            Assert.AreEqual(property.GetValue(defaults), parameter.DefaultValue, $"{algorithm}: {parameter.Name}");
        }
    }

    [TestMethod]
    public void EveryEstimatorIsOneOfTransformers()
    {
        // What ML.NET's own combinators take, those that make estimators of a search space's parameters among them.
        foreach (var method in s_methods)
        {
            Assert.IsTrue(typeof(IEstimator<ITransformer>).IsAssignableFrom(method.ReturnType), method.ToString());
        }
    }
}
