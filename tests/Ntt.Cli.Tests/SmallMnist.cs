using System.Buffers.Binary;
using Ntt.Data;

namespace Ntt.Cli.Tests;

/// <summary>A data folder with a small "mnist" of generated digits in the official files.</summary>
internal static class SmallMnist
{
    public const int TrainCount = 210;
    public const int TestCount = 90;

    /// <summary>Writes the files into a folder "mnist" inside a data folder; packed or not is told by their content, not by the name.</summary>
    public static string Write(string dataFolder, string ending = "", int trainCount = TrainCount)
    {
        var folder = Directory.CreateDirectory(Path.Combine(dataFolder, "mnist")).FullName;
        Write(folder, "train", ending, GeneratedDigits.Generate(trainCount, seed: 3));
        Write(folder, "t10k", ending, GeneratedDigits.Generate(TestCount, seed: 4));
        return folder;
    }

    private static void Write(string folder, string part, string ending, LabeledImages images)
    {
        File.WriteAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte{ending}"), [.. Header(0x803, images.Count, 28, 28), .. images.Pixels]);
        File.WriteAllBytes(Path.Combine(folder, $"{part}-labels-idx1-ubyte{ending}"), [.. Header(0x801, images.Count), .. images.Labels.Select(label => (byte)label)]);
    }

    private static byte[] Header(params int[] numbers)
    {
        var bytes = new byte[4 * numbers.Length];
        for (var index = 0; index < numbers.Length; index++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * index), numbers[index]);
        return bytes;
    }
}
