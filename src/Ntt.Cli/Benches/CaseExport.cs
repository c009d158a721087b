using System.Text.Json;
using System.Text.RegularExpressions;
using Ntt.Cli.Results;
using Ntt.Data;
using Ntt.Files;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Cli.Benches;

/// <summary>
/// Writes what cases work on, so that others can do the same work and check that they compute the same. A case gets a folder with
/// <c>case.json</c> (<see cref="ExportedCase"/>) and arrays of <see cref="NpyFile"/>: <c>samples</c>, standardised, and <c>labels</c>; of every
/// weighted layer <c>LAYER.weight</c> [rows × columns] with zeros where it is pruned, <c>LAYER.mask</c> and <c>LAYER.bias</c>; of the teacher,
/// where there is one, <c>teacher.LAYER.weight</c> and <c>teacher.LAYER.bias</c>.
/// </summary>
internal sealed partial class CaseExport
{
    private readonly string _folder;

    private CaseExport(string folder) => _folder = folder;

    /// <summary>Export into a folder, which is made at once: a wrong path must not cost the work of minutes.</summary>
    /// <exception cref="IOException">It cannot be made; the message says what to do.</exception>
    public static CaseExport Open(string folder)
    {
        try
        {
            return new CaseExport(Directory.CreateDirectory(folder).FullName);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"--export '{folder}' cannot be written: {problem.Message} Name a folder that may be written to.", problem);
        }
    }

    /// <summary>Writes a case of scoring or training on the first samples.</summary>
    public void WriteScoring(string name, string kind, Network network, LabeledSamples data, int batch)
    {
        int[] rows = [.. Enumerable.Range(0, batch)];
        var labels = data.Labels[..batch];
        var features = data.Samples.FeatureCount;
        var first = new LabeledSamples(new SampleMatrix(data.Samples.Values[..(batch * features)], batch, features), labels);
        var loss = ClassificationMetrics.Evaluate(network, first).LogLoss;
        var target = Folder(name, kind);
        WriteSamples(target, network, data.Samples, rows, labels);
        WriteLayers(target, "", network);
        WriteFacts(target, new ExportedCase(name, kind, network.Architecture.ToString(), batch, network.Density, loss, null, null, null));
    }

    /// <summary>Writes a case of NTT: the teacher, the student before its first step, a batch and the distances on it.</summary>
    public void WritePruning(string name, string kind, BenchNetwork network, NttOptions options)
    {
        var data = network.Samples(2 * options.BatchSize);
        var atStart = options with { NumberOfSteps = 0, ValidationFraction = 0.5 };
        var student = new NttPruner(network.Architecture, atStart).Prune(data.Samples);
        var teacher = new DenseBaseline(network.Architecture, atStart).Prune(data.Samples).Network;
        var rows = DataSplit.Create(data.Count, atStart.ValidationFraction, atStart.Seed).Validation;
        var record = student.History[0];
        var target = Folder(name, kind);
        WriteSamples(target, teacher, data.Samples, rows, [.. rows.Select(row => data.Labels[row])]);
        WriteLayers(target, "", student.Network);
        WriteLayers(target, "teacher.", teacher);
        WriteFacts(target, new ExportedCase(
            name, kind, network.Architecture.ToString(), options.BatchSize, options.Density, null, options.KernelScope.ToString(), record.KernelDistance, record.TargetDistance));
    }

    private static void WriteSamples(string folder, Network network, SampleMatrix samples, int[] rows, int[] labels)
    {
        var shape = network.Architecture.Input;
        var values = new float[rows.Length * shape.Size];
        for (var index = 0; index < values.Length; index++)
        {
            var feature = index % shape.Size;
            var channel = feature / shape.Positions;
            var raw = samples.Values[(rows[index / shape.Size] * shape.Size) + feature];
            values[index] = (raw - network.Normalization.Mean[channel]) * network.Normalization.Scale[channel];
        }

        NpyFile.Write(Path.Combine(folder, "samples.npy"), values, rows.Length, shape.Channels, shape.Height, shape.Width);
        NpyFile.Write(Path.Combine(folder, "labels.npy"), labels, labels.Length);
    }

    private static void WriteLayers(string folder, string prefix, Network network)
    {
        foreach (var layer in network.Layers)
        {
            var (name, rows, columns) = (prefix + layer.Shape.Name, layer.Shape.Rows, layer.Shape.Columns);
            NpyFile.Write(Path.Combine(folder, name + ".weight.npy"), layer.ToDense(), rows, columns);
            NpyFile.Write(Path.Combine(folder, name + ".bias.npy"), layer.Bias, rows);
            if (layer.Mask is not { } mask)
                continue;
            float[] kept = [.. Enumerable.Range(0, mask.Count).Select(index => mask[index] ? 1f : 0f)];
            NpyFile.Write(Path.Combine(folder, name + ".mask.npy"), kept, rows, columns);
        }
    }

    private static void WriteFacts(string folder, ExportedCase facts)
        => AtomicFile.Write(Path.Combine(folder, "case.json"), JsonSerializer.SerializeToUtf8Bytes(facts, ResultJson.Default.ExportedCase));

    private string Folder(string name, string kind)
        => Directory.CreateDirectory(Path.Combine(_folder, NotInNames.Replace($"{name} {kind}", "-"))).FullName;

    [GeneratedRegex("[^A-Za-z0-9.]+", RegexOptions.None, 1_000)]
    private static partial Regex NotInNames { get; }
}
