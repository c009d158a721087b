namespace Ntt.Compute;

/// <summary>Copies a batch of images into padded ones, channel by channel.</summary>
internal readonly unsafe struct PadWork(PaddedImage image, int columns, float* source, float* target) : IPartitionedWork
{
    public void Run(int part)
    {
        var plane = new Span<float>(target + (nint)part * image.Plane * columns, image.Plane * columns);
        plane.Clear();
        int length = image.InnerWidth * columns;
        for (int y = 0; y < image.InnerHeight; y++)
        {
            float* row = source + ((nint)part * image.InputPlane + (nint)y * image.InputWidth) * columns;
            new ReadOnlySpan<float>(row, length).CopyTo(plane[(image.InnerPosition(y) * columns)..]);
        }
    }
}
