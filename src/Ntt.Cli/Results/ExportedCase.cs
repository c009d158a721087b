namespace Ntt.Cli.Results;

/// <summary>What <c>ntt bench --export</c> writes about a case besides its arrays.</summary>
/// <param name="Name">The benchmark.</param>
/// <param name="Case">The case.</param>
/// <param name="Network">The architecture, written out.</param>
/// <param name="Batch">Number of samples.</param>
/// <param name="Density">Kept fraction.</param>
/// <param name="LogLoss">Mean cross-entropy of the samples; null of NTT.</param>
/// <param name="KernelScope">Whose derivatives make up the kernel; null but of NTT.</param>
/// <param name="KernelDistance">Mean squared difference of the kernels of student and teacher; null but of NTT.</param>
/// <param name="TargetDistance">Mean squared difference of their logits; null but of NTT.</param>
internal sealed record ExportedCase(
    string Name,
    string Case,
    string Network,
    int Batch,
    double Density,
    double? LogLoss,
    string? KernelScope,
    double? KernelDistance,
    double? TargetDistance);
