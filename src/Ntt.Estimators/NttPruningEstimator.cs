using Ntt.Pruning;
using Ntt.Tangents;

namespace Ntt.Estimators;

/// <summary>
/// Prunes by Neural Tangent Transfer (Liu and Zenke, ICML 2020): a sparse network whose tangent kernel and logits follow those of a dense one,
/// found on samples without labels.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term><c>InputColumnName</c>, read</term><description>Vector of Single, dense or sparse, as long as the network's input; planar or
/// interleaved pixels</description></item>
/// <item><term><c>OutputColumnName</c>, added</term><description>Vector of Single, the network's logits before training; the annotation
/// <c>SparseNetwork</c> carries the network to a trainer</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>This estimator</description></listheader>
/// <item><term>Needs a label?</term><description>No</description></item>
/// <item><term>Needs normalised input?</term><description>No, the network standardises by itself</description></item>
/// <item><term>Needs caching?</term><description>No, the data are read once</description></item>
/// <item><term>Required package beside Microsoft.ML</term><description>None</description></item>
/// <item><term>Exportable to ONNX?</term><description>No</description></item>
/// <item><term>Deterministic?</term><description>Yes, bit by bit, for every number of threads</description></item>
/// <item><term>Can be fitted several times, also at once?</term><description>Yes</description></item>
/// </list>
/// </remarks>
public sealed class NttPruningEstimator : PruningEstimator
{
    private readonly NttPruner _pruner;

    /// <summary>An estimator with the given options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it, its value and the range.</exception>
    /// <exception cref="ArgumentException">A column name is empty or the architecture is missing.</exception>
    public NttPruningEstimator(Options options)
        : base(options)
    {
        _pruner = new NttPruner(CheckArchitecture(options), options.ToNttOptions());
        Progress = options.Progress;
    }

    private protected override Pruner Pruner => _pruner;

    private protected override IProgress<NttRecord>? Progress { get; }

    /// <summary>What Neural Tangent Transfer is told. The defaults are the authors' for LeNet-300-100 on MNIST.</summary>
    public sealed class Options : PruningEstimatorOptions
    {
        private static readonly NttOptions s_defaults = new();

        /// <summary>
        /// Factor of the kernel distance in the loss, at least 0. With 0 no kernel is computed: the method <c>output-transfer</c>. Default 0.001.
        /// </summary>
        public double KernelWeight { get; set; } = s_defaults.KernelWeight;

        /// <summary>Factor of the sum of the squared kept weights, before its division by the density, at least 0. Default 0.0001.</summary>
        public double WeightDecay { get; set; } = s_defaults.WeightDecay;

        /// <summary>Adam's learning rate, greater than 0. Default 0.0005.</summary>
        public double LearningRate { get; set; } = s_defaults.LearningRate;

        /// <summary>Samples a step, at least 2. Default 64.</summary>
        public int BatchSize { get; set; } = s_defaults.BatchSize;

        /// <summary>Epochs, at least 1. Default 20.</summary>
        public int NumberOfEpochs { get; set; } = PruningDefaults.NumberOfEpochs;

        /// <summary>Steps, at least 0; overrules <see cref="NumberOfEpochs"/> when given. Default null.</summary>
        public int? NumberOfSteps { get; set; } = s_defaults.NumberOfSteps;

        /// <summary>Steps between two mask updates, at least 1. Default 100.</summary>
        public int MaskUpdateInterval { get; set; } = s_defaults.MaskUpdateInterval;

        /// <summary>
        /// Where the first masks come from; null for Logit-SNIP with global allocation and the magnitude with any other, as in the paper. Default
        /// null.
        /// </summary>
        public MaskInitialization? MaskInitialization { get; set; } = s_defaults.MaskInitialization;

        /// <summary>Whose derivatives make up the kernel. Default all weights, as in the authors' code.</summary>
        public KernelScope KernelScope { get; set; } = s_defaults.KernelScope;

        /// <summary>Which pairs of a batch's samples the kernel compares. Default the two halves.</summary>
        public KernelPairing KernelPairing { get; set; } = s_defaults.KernelPairing;

        /// <summary>Fraction of the samples held out for the history's records, from 0 (inclusive) to 1 (exclusive). Default 0.002.</summary>
        public double ValidationFraction { get; set; } = s_defaults.ValidationFraction;

        /// <summary>Whether the teacher's logits and kernels are computed once a batch and kept; fixes the composition of the batches. Default false.</summary>
        public bool CacheTeacher { get; set; } = s_defaults.CacheTeacher;

        /// <summary>Where <see cref="CacheTeacher"/> keeps the teacher from one fit to the next; null for a place that ends with the fit. Default null.</summary>
        public TeacherCache? TeacherCache { get; set; } = s_defaults.TeacherCache;

        /// <summary>Steps between two records of the history, at least 1. Default 100.</summary>
        public int RecordInterval { get; set; } = s_defaults.RecordInterval;

        /// <summary>Receives each record of the history as it is made; null for nobody.</summary>
        public IProgress<NttRecord>? Progress { get; set; }

        internal NttOptions ToNttOptions() => new NttOptions
        {
            KernelWeight = KernelWeight,
            WeightDecay = WeightDecay,
            LearningRate = LearningRate,
            BatchSize = BatchSize,
            NumberOfEpochs = NumberOfEpochs,
            NumberOfSteps = NumberOfSteps,
            MaskUpdateInterval = MaskUpdateInterval,
            MaskInitialization = MaskInitialization,
            KernelScope = KernelScope,
            KernelPairing = KernelPairing,
            ValidationFraction = ValidationFraction,
            CacheTeacher = CacheTeacher,
            TeacherCache = TeacherCache,
            RecordInterval = RecordInterval,
        }.With(ToPruningOptions());
    }
}
