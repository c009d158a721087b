namespace Microsoft.ML;

/// <summary>What the header of a saved component says of its format and of the class that loads it.</summary>
/// <param name="Signature">Eight characters that name the format; blanks are zero bytes.</param>
/// <param name="Version">The version written, and the only one that can be read.</param>
/// <param name="Loader">The name of the loader.</param>
/// <param name="Assembly">The ML.NET assembly that has the loader.</param>
/// <param name="OtherLoader">A second name of the loader.</param>
internal sealed record ModelVersion(string Signature, uint Version, string Loader, string Assembly, string OtherLoader = "")
{
    public const string DataAssembly = "Microsoft.ML.Data, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51";
    public const string TransformsAssembly = "Microsoft.ML.Transforms, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51";
}
