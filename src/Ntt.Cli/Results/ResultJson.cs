using System.Text.Json;
using System.Text.Json.Serialization;
using Ntt.Cli.Toy;

namespace Ntt.Cli.Results;

/// <summary>How results are written: camelCase, indented, every field present.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(ToyResult))]
[JsonSerializable(typeof(BenchResult))]
[JsonSerializable(typeof(ExportedCase))]
[JsonSerializable(typeof(MethodsResult))]
[JsonSerializable(typeof(InspectResult))]
internal sealed partial class ResultJson : JsonSerializerContext
{
    private static ResultJson? s_oneLine;

    /// <summary>The same without line breaks, for the many results of a grid.</summary>
    public static ResultJson OneLine => s_oneLine ??= new(new JsonSerializerOptions(Default.RunResult.Options) { WriteIndented = false });
}
