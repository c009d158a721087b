using Ntt.Torch;

namespace Microsoft.ML;

/// <summary>The torch device that a context names.</summary>
public static class TorchCatalog
{
    /// <summary>
    /// Lets the pruning and training estimators that the context's catalogs make from now on compute on the torch device that its
    /// <c>GpuDeviceId</c> and <c>FallbackToCpu</c> name at that time, unless their options name an engine.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <remarks>
    /// An estimator is refused, when it is made, as <see cref="CreateTorchEngine"/> refuses: <see cref="InvalidOperationException"/> for a device that
    /// torch does not see.
    /// </remarks>
    public static void UseTorch(this MLContext context) => context.UseEngine(static context => context.CreateTorchEngine());

    /// <summary>
    /// An engine on the device that the context names: of its <c>GpuDeviceId</c> null is the CPU and a number that CUDA device, or the CPU if there is no
    /// such device and <c>FallbackToCpu</c> is set. <see cref="TorchEngine.Device"/> tells which it became.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <exception cref="InvalidOperationException">There is no such device; the message names it and says how many there are.</exception>
    public static TorchEngine CreateTorchEngine(this MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return TorchEngine.Create(context.GpuDeviceId, context.FallbackToCpu);
    }
}
