namespace ImageFolder;

/// <summary>Discs, squares and crosses of random colour, size and place on a noisy ground, 16 x 16 pixels.</summary>
internal static class Shapes
{
    private const int Size = 16;

    public static IReadOnlyList<string> Names { get; } = ["cross", "disc", "square"];

    /// <summary>Draws a folder of PNG files for every shape.</summary>
    public static void Draw(string folder, int imagesPerClass, int seed)
    {
        var random = new Random(seed);
        foreach (var name in Names)
        {
            var directory = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
            for (var index = 0; index < imagesPerClass; index++)
                PngFile.Write(Path.Combine(directory, $"{index:000}.png"), Size, Size, Draw(name, random));
        }
    }

    private static byte[] Draw(string name, Random random)
    {
        var rgb = new byte[Size * Size * 3];
        var (x, y, reach) = (6 + random.Next(4), 6 + random.Next(4), 4 + random.Next(2));
        byte[] color = [(byte)random.Next(150, 256), (byte)random.Next(150, 256), (byte)random.Next(150, 256)];
        for (var pixel = 0; pixel < Size * Size; pixel++)
        {
            var (dx, dy) = (Math.Abs((pixel % Size) - x), Math.Abs((pixel / Size) - y));
            var inside = name switch
            {
                "disc" => (dx * dx) + (dy * dy) <= reach * reach,
                "square" => Math.Max(dx, dy) <= reach - 1,
                _ => Math.Min(dx, dy) <= 1 && Math.Max(dx, dy) <= reach,
            };
            for (var channel = 0; channel < 3; channel++)
                rgb[(3 * pixel) + channel] = inside ? color[channel] : (byte)random.Next(100);
        }

        return rgb;
    }
}
