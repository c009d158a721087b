using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace Ntt.PublicApi.Tests.Packages;

/// <summary>
/// The packages, made as they are published, and a program elsewhere that knows nothing else of this library. Only where Microsoft.ML restores:
/// nothing is packed on the embedded host.
/// </summary>
[TestClass]
public sealed class PackageTests
{
    private static readonly string[] s_packages = ["Ntt.Core", "Ntt.Transforms", "Ntt.Estimators"];
    private static readonly string s_root = Directory.CreateTempSubdirectory("ntt-packages-").FullName;
    private static readonly string s_feed = Path.Combine(s_root, "feed");

    private const string Tool = "Ntt.Cli";

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Ntt.Estimators" Version="VERSION" />
          </ItemGroup>
        </Project>
        """;

    private const string Program = """
        using Microsoft.ML;
        using Microsoft.ML.Data;
        using Ntt.Data;
        using Ntt.Networks;

        var ml = new MLContext(seed: 1);
        if (args[0] == "save")
        {
            IDataView train = ml.Data.LoadFromImages(GeneratedDigits.Generate(300, seed: 1));
            var model = ml.Transforms.NttPrune(Architectures.LeNet300100(), density: 0.05, numberOfEpochs: 1)
                .Append(ml.MulticlassClassification.Trainers.SparseTrainer(numberOfEpochs: 4))
                .Fit(train);
            ml.Model.Save(model, train.Schema, args[1]);
        }

        var engine = ml.Model.CreatePredictionEngine<Digit, Guess>(ml.Model.Load(args[1], out _));
        Console.WriteLine(string.Join(' ', engine.Predict(new Digit()).Score.Select(BitConverter.SingleToInt32Bits)));

        class Digit { [VectorType(784)] public float[] Features { get; set; } = new float[784]; }

        class Guess { public float[] Score { get; set; } = []; }
        """;

    [ClassInitialize]
    public static void Pack(TestContext context)
    {
        foreach (string package in (string[])[.. s_packages, Tool])
            DotNet(Repository.Root, "pack", Path.Combine("src", package), "-c", Configuration, "--no-build", "-p:PipelineHost=mlnet", "-o", s_feed, "-nodeReuse:false");
    }

    [ClassCleanup]
    public static void Delete() => Directory.Delete(s_root, recursive: true);

    [TestMethod]
    public void Packages_SayWhatTheyAreAndNeed()
    {
        foreach (string package in s_packages)
        {
            string file = Directory.GetFiles(s_feed, $"{package}.*.nupkg").Single();
            Assert.IsTrue(File.Exists(Path.ChangeExtension(file, ".snupkg")), "There are no symbols.");
            using ZipArchive zip = ZipFile.OpenRead(file);
            CollectionAssert.IsSubsetOf(
                new[] { "README.md", $"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml" }, zip.Entries.Select(entry => entry.FullName).ToArray());
            Assert.DoesNotContain(entry => entry.FullName.Contains("EmbeddedHost", StringComparison.Ordinal), zip.Entries);
            using Stream stream = zip.GetEntry($"{package}.nuspec")!.Open();
            XElement metadata = XDocument.Load(stream).Root!.Elements().Single();
            Assert.AreEqual("MIT", Value(metadata, "license"));
            Assert.AreEqual("README.md", Value(metadata, "readme"));
            Assert.IsGreaterThan(20, Value(metadata, "description").Length);
            string[] expected = package switch
            {
                "Ntt.Core" => [],
                "Ntt.Transforms" => ["Microsoft.ML", "Ntt.Core"],
                _ => ["Microsoft.ML", "Ntt.Transforms"],
            };
            string[] needed = [.. metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).Order()];
            CollectionAssert.AreEqual(expected, needed, string.Join(", ", needed));
        }
    }

    [TestMethod]
    public void TheCommand_IsPackedAsATool()
    {
        using ZipArchive zip = ZipFile.OpenRead(Directory.GetFiles(s_feed, $"{Tool}.*.nupkg").Single());
        CollectionAssert.IsSubsetOf(
            new[] { "README.md", "tools/net10.0/any/ntt.dll", "tools/net10.0/any/Ntt.Estimators.dll", "tools/net10.0/any/Microsoft.ML.Core.dll" },
            zip.Entries.Select(entry => entry.FullName).ToArray());
        using Stream stream = zip.GetEntry("tools/net10.0/any/DotnetToolSettings.xml")!.Open();
        Assert.AreEqual("ntt", XDocument.Load(stream).Descendants("Command").Single().Attribute("Name")!.Value);
    }

    [TestMethod]
    public void AProgramElsewhere_PrunesTrainsSaves_AndLoadsInAFreshProcess()
    {
        string folder = Directory.CreateDirectory(Path.Combine(s_root, "consumer")).FullName;
        string version = Path.GetFileNameWithoutExtension(Directory.GetFiles(s_feed, "Ntt.Core.*.nupkg").Single())["Ntt.Core.".Length..];
        File.WriteAllText(Path.Combine(folder, "Consumer.csproj"), Project.Replace("VERSION", version, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Program);
        new XElement(
            "configuration",
            new XElement("packageSources", new XElement("clear"), new XElement("add", new XAttribute("key", "feed"), new XAttribute("value", s_feed))),
            new XElement("fallbackPackageFolders", new XElement("clear"), new XElement("add", new XAttribute("key", "others"), new XAttribute("value", PackageRoot))))
            .Save(Path.Combine(folder, "nuget.config"));

        DotNet(folder, "build", "-c", "Release", "-o", "out", "-nodeReuse:false", "-p:UseSharedCompilation=false");
        foreach (string package in s_packages)
            Assert.IsTrue(Directory.Exists(Path.Combine(s_root, "packages", package.ToLowerInvariant(), version)), $"{package} does not come from the folder of packages.");
        string model = Path.Combine(folder, "model.zip"), assembly = Path.Combine(folder, "out", "Consumer.dll");
        string saved = DotNet(folder, "exec", assembly, "save", model).Trim();
        Assert.HasCount(10, saved.Split(' '));
        Assert.AreEqual(saved, DotNet(folder, "exec", assembly, "load", model).Trim());
    }

    private static string Configuration => typeof(PackageTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private static string PackageRoot => typeof(PackageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "NuGetPackageRoot").Value!;

    private static string DotNet(string folder, params string[] arguments) => DotNetCommand.Run(folder, Path.Combine(s_root, "packages"), arguments);

    private static string Value(XElement metadata, string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
}
