using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Ntt.Transforms.Persistence;

/// <summary>Writes the one that the network is looked up by.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class CarrierSeedMapping : CustomMappingFactory<CarrierSource, CarrierSeed>
{
    /// <summary>Saved models name it: it stays as it is.</summary>
    public const string ContractName = "Ntt.SparseNetwork.Seed";

    public override Action<CarrierSource, CarrierSeed> GetMapping() => (_, output) => output.Seed = 1;
}

/// <summary>Scores a row with the network that the row itself brings along as text.</summary>
[CustomMappingFactoryAttribute(ContractName)]
internal sealed class CarrierScoreMapping : CustomMappingFactory<CarrierInput, CarrierOutput>
{
    /// <summary>Saved models name it: it stays as it is.</summary>
    public const string ContractName = "Ntt.SparseNetwork.Score";

    public override Action<CarrierInput, CarrierOutput> GetMapping()
    {
        var decoder = new CarrierDecoder();
        return (input, output) =>
        {
            var rows = decoder.Rent(input.Network);
            var batch = rows.Batch;
            batch.Clear();
            batch.Add(input.Features, row: null);
            Split(batch.Scores(0), output);
            output.Predicted = batch.PredictedKey(0);
            rows.Return();
        };
    }

    private static void Split(ReadOnlySpan<float> scores, CarrierOutput output)
    {
        for (var power = BitOperations.Log2((uint)scores.Length); power >= 0; power--)
        {
            var length = 1 << power;
            if (scores.Length < length)
            {
                continue;
            }

            ref var piece = ref output.GetPiece(power);
            var editor = VBufferEditor.Create(ref piece, length);
            scores[..length].CopyTo(editor.Values);
            piece = editor.Commit();
            scores = scores[length..];
        }
    }
}
