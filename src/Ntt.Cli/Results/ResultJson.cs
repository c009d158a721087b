using System.Text.Json.Serialization;

namespace Ntt.Cli.Results;

/// <summary>How results are written: camelCase, indented, every field present.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(BenchResult))]
[JsonSerializable(typeof(MethodsResult))]
internal sealed partial class ResultJson : JsonSerializerContext;
