using System.Buffers.Binary;
using System.Security.Cryptography;
using Ntt.Data;
using Ntt.Diagnostics;
using Ntt.Files;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Files;

[TestClass]
public sealed class NetworkFileTests
{
    private static readonly NetworkArchitecture s_architecture = NetworkArchitecture.Parse("input 3x2x2, flatten, dense 7, relu, dense 5");

    [TestMethod]
    [DataRow("input 3x2x2, flatten, dense 7, relu, dense 5")]
    [DataRow("input 3x2x2, conv 6 2x3 same, relu, maxpool 2, conv 4 3x2 stride 2 same, dropout 0.25, avgpool 1, flatten, dense 5")]
    public void PrunedNetwork_ComesBackBitForBit(string text)
    {
        var network = Pruned(text);

        var loaded = NetworkFile.Deserialize(NetworkFile.Serialize(network), "memory");

        Assert.AreEqual(network.Architecture, loaded.Architecture);
        CollectionAssert.AreEqual(network.Architecture.WeightLayers.ToArray(), loaded.Layers.Select(layer => layer.Shape).ToArray());
        CollectionAssert.AreEqual(network.Normalization.Mean.ToArray(), loaded.Normalization.Mean.ToArray());
        CollectionAssert.AreEqual(network.Normalization.Scale.ToArray(), loaded.Normalization.Scale.ToArray());
        CollectionAssert.AreEquivalent(network.Metadata.ToArray(), loaded.Metadata.ToArray());
        for (var layer = 0; layer < network.Layers.Count; layer++)
        {
            CollectionAssert.AreEqual(network.Layers[layer].Mask!.KeptIndices(), loaded.Layers[layer].Mask!.KeptIndices());
            CollectionAssert.AreEqual(network.Layers[layer].Values, loaded.Layers[layer].Values);
            CollectionAssert.AreEqual(network.Layers[layer].Bias, loaded.Layers[layer].Bias);
        }
    }

    [TestMethod]
    public void DenseNetwork_ComesBackDense()
    {
        var network = NetworkInitializer.GlorotTruncatedNormal(s_architecture, InputNormalization.Identity(2), 3);

        var loaded = NetworkFile.Deserialize(NetworkFile.Serialize(network), "memory");

        Assert.IsNull(loaded.Layers[0].Mask);
        CollectionAssert.AreEqual(network.Layers[0].Values, loaded.Layers[0].Values);
    }

    [TestMethod]
    public void EqualNetworks_GiveEqualBytes() => CollectionAssert.AreEqual(NetworkFile.Serialize(Pruned()), NetworkFile.Serialize(Pruned()));

    [TestMethod]
    public void LayerWithoutWeights_ComesBack()
    {
        var dense = NetworkInitializer.GlorotTruncatedNormal(s_architecture, InputNormalization.Identity(2), 3);
        var empty = dense.With(
            [dense.Layers[0].Prune(Mask.FromIndices(7, 12, [])), dense.Layers[1].Prune(Mask.All(5, 7))],
            new Dictionary<string, string>());

        Assert.AreEqual(0, NetworkFile.Deserialize(NetworkFile.Serialize(empty), "memory").Layers[0].KeptCount);
    }

    [TestMethod]
    public void LeNet300100AtThreePercent_TakesUnder60Kilobytes()
    {
        var samples = new SampleMatrix(new float[784], 1, 784);
        var network = new CriterionPruner(Architectures.LeNet300100(), new PruningOptions { Density = 0.03 }, new MagnitudeCriterion()).Prune(samples).Network;

        Assert.IsLessThan(60_000, NetworkFile.Serialize(network).Length);
    }

    [TestMethod]
    public void EveryTruncation_IsRefused()
    {
        var bytes = NetworkFile.Serialize(Pruned());
        for (var length = 0; length < bytes.Length; length++)
        {
            var problem = Assert.ThrowsExactly<FileContentException>(() => NetworkFile.Deserialize(bytes.AsSpan(0, length), "a.ntt"));
            StringAssert.StartsWith(problem.Message, "a.ntt: offset ");
        }
    }

    [TestMethod]
    public void EveryFlippedBit_IsRefused()
    {
        var bytes = NetworkFile.Serialize(Pruned());
        for (var bit = 0; bit < bytes.Length * 8; bit += 3)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsExactly<FileContentException>(() => NetworkFile.Deserialize(bytes, "a.ntt"));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [TestMethod]
    public void NewerVersion_IsNamed()
    {
        var bytes = NetworkFile.Serialize(Pruned());
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), 2);

        var problem = Assert.ThrowsExactly<FileContentException>(() => NetworkFile.Deserialize(bytes, "a.ntt"));

        Assert.AreEqual("a.ntt: offset 8: expected a version from 1 to 1, found version 2: a newer Ntt.Core wrote this network.", problem.Message);
        Assert.AreEqual(8, problem.Offset);
    }

    [TestMethod]
    public void WrongBodyBehindARightDigest_IsRefused()
    {
        var bytes = NetworkFile.Serialize(Pruned());
        bytes[17] = (byte)'I';
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32), bytes.AsSpan(bytes.Length - 32));

        var problem = Assert.ThrowsExactly<FileContentException>(() => NetworkFile.Deserialize(bytes, "a.ntt"));

        StringAssert.Contains(problem.Message, "expected the body of a network");
    }

    [TestMethod]
    public void MoreChannelsOrFactsThanAFileHolds_AreRefused()
    {
        Assert.Contains("has 65536 channels; a file holds from 1 to 65535", Refused(Flat(65_536, facts: 0)));
        Assert.Contains("has 65536 facts in its metadata; a file holds from 0 to 65535", Refused(Flat(1, facts: 65_536)));
        var loaded = NetworkFile.Deserialize(NetworkFile.Serialize(Flat(65_535, facts: 65_535)), "memory");
        Assert.HasCount(65_535, loaded.Normalization.Mean);
        Assert.HasCount(65_535, loaded.Metadata);

        static string Refused(Network network) => Assert.ThrowsExactly<ArgumentException>(() => NetworkFile.Serialize(network)).Message;

        static Network Flat(int channels, int facts)
        {
            var architecture = NetworkArchitecture.Parse($"input 1x1x{channels}, flatten, dense 1");
            var network = NetworkInitializer.GlorotTruncatedNormal(architecture, InputNormalization.Identity(channels), 3);
            return network.With(network.Layers, Enumerable.Range(0, facts).ToDictionary(fact => $"{fact}", fact => ""));
        }
    }

    [TestMethod]
    public void UnwritablePath_LeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();
        var taken = Path.Combine(folder.FullPath, "taken");
        Directory.CreateDirectory(Path.Combine(taken, "full"));

        Assert.Throws<SystemException>(() => NetworkFile.Save(Pruned(), taken));

        Assert.HasCount(1, Directory.GetFileSystemEntries(folder.FullPath));
    }

    [TestMethod]
    public void SavedFile_LoadsAgain()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.FullPath, "network.ntt");
        NetworkFile.Save(Pruned(), path);

        CollectionAssert.AreEqual(NetworkFile.Serialize(Pruned()), NetworkFile.Serialize(NetworkFile.Load(path)));
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder.FullPath));
    }

    private static Network Pruned() => Pruned(s_architecture.ToString());

    private static Network Pruned(string text)
    {
        var samples = new SampleMatrix([.. Enumerable.Range(0, 36).Select(index => index * 0.25f)], 3, 12);
        return new CriterionPruner(
            NetworkArchitecture.Parse(text), new PruningOptions { Density = 0.4, Seed = 7 }, new MagnitudeCriterion()).Prune(samples).Network;
    }
}
