using Ntt.Networks;

namespace Ntt.Data;

/// <summary>One image as a file holds it: its shape and its pixels, planar (channel, row, column), a byte each.</summary>
internal sealed record DecodedImage(TensorShape Shape, byte[] Pixels);
