using System.Reflection;
using System.Xml.Linq;
using Microsoft.ML;

namespace Ntt.PublicApi.Tests;

/// <summary>Every component is documented as ML.NET documents its own: a table of columns and one of characteristics.</summary>
[TestClass]
public sealed class DocumentationTests
{
    [TestMethod]
    [DataRow("Ntt.Transforms")]
    [DataRow("Ntt.Estimators")]
    public void EveryComponent_HasItsTables(string assembly)
    {
        Dictionary<string, XElement> members = XDocument.Load(Path.Combine(AppContext.BaseDirectory, assembly + ".xml"))
            .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);
        Type[] components = [.. Assembly.Load(assembly).GetExportedTypes().Where(type => !type.IsAbstract && IsComponent(type))];

        Assert.IsNotEmpty(components);
        foreach (Type component in components)
        {
            XElement[] tables = [.. members["T:" + component.FullName].Descendants("list").Where(list => list.Attribute("type")?.Value == "table")];
            CollectionAssert.AreEqual(new[] { "Column", "Characteristic" }, tables.Select(table => table.Descendants("term").First().Value).ToArray(), component.Name);
            Assert.IsTrue(tables[0].Descendants("term").Any(term => term.Value.Contains(", added", StringComparison.Ordinal)), component.Name);
            Assert.IsTrue(tables[1].Descendants("term").Any(term => term.Value == "Exportable to ONNX?"), component.Name);
        }
    }

    private static bool IsComponent(Type type) =>
        typeof(ITransformer).IsAssignableFrom(type)
        || type.GetInterfaces().Any(parent => parent.IsGenericType && parent.GetGenericTypeDefinition() == typeof(IEstimator<>));
}
