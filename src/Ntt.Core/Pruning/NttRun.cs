using System.Globalization;
using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>One run of Neural Tangent Transfer.</summary>
internal sealed class NttRun : IDisposable
{
    private const int LogitSnipSamples = 128;

    private readonly NttOptions _options;
    private readonly WorkerTeam _team;
    private readonly SampleMatrix _samples;
    private readonly Student _student;
    private readonly int[] _training;
    private readonly int[] _rows;
    private readonly BatchStream _batches;
    private readonly NttObjective _objective;
    private readonly Teacher _teacher;
    private readonly NttObjective _recorder;
    private readonly TeacherView _recorderTeacher;
    private readonly List<NttRecord> _history = [];

    public NttRun(Network teacher, PruningData data, NttOptions options, WorkerTeam team)
    {
        var samples = data.Samples;
        _options = options;
        _team = team;
        _samples = samples;
        _student = new Student(teacher, options, InitialScores(teacher, data, options, team));
        var split = DataSplit.Create(samples.Count, Math.Min(options.ValidationFraction, (samples.Count - 2.0) / samples.Count), options.Seed);
        _training = split.Training;
        var batch = Math.Min(options.BatchSize, _training.Length);
        _rows = new int[batch];
        _batches = new BatchStream(
            _training.Length, batch, new RandomStream(options.Seed, "pruning batches"), options.CacheTeacher ? BatchComposition.Fixed : BatchComposition.Reshuffled);
        var architecture = teacher.Architecture;
        _objective = new NttObjective(team, architecture, _student.Kept, batch, options, withGradient: true);
        var remembered = options.CacheTeacher ? options.TeacherCache?.ViewsOf(teacher, samples, _objective.Geometry, _objective.HasKernel, options) : null;
        _teacher = new Teacher(team, teacher, _objective.Geometry, _objective.HasKernel, remembered, options.Engine);

        var recorded = split.Validation.Length >= 2 ? split.Validation : split.Training;
        var rows = recorded.AsSpan(0, Math.Min(options.BatchSize, recorded.Length));
        _recorder = new NttObjective(team, architecture, _student.Kept, rows.Length, options, withGradient: false);
        teacher.Normalization.Gather(team, samples.Values, samples.FeatureCount, rows, _recorder.Input);
        using (var once = new Teacher(team, teacher, _recorder.Geometry, _recorder.HasKernel, engine: options.Engine))
        {
            _recorderTeacher = once.View(_recorder.Input);
        }

        Steps = options.NumberOfSteps ?? BatchStream.StepsOf(options.NumberOfEpochs, BatchStream.StepsPerEpoch(_training.Length, batch));
    }

    public int Steps { get; }

    public PruningOutcome Run(IProgress<NttRecord>? progress, CancellationToken cancellation)
    {
        Record(0, progress);
        for (var step = 0; step < Steps;)
        {
            cancellation.ThrowIfCancellationRequested();
            Step();
            step++;
            if (step % _options.RecordInterval == 0 || step == Steps)
            {
                Record(step, progress);
            }

            if (step % _options.MaskUpdateInterval == 0 && step < Steps - _options.MaskUpdateInterval)
            {
                ThrowIfDiverged("the sum of the squared weights", _student.SquaredWeights(), step);
                _student.UpdateMasks();
                _objective.UseWeights(_student.Kept);
                _recorder.UseWeights(_student.Kept);
            }
        }

        return new PruningOutcome(_student.Kept, _history, Steps);
    }

    /// <summary>One update; no mask is changed.</summary>
    public void Step()
    {
        var batch = _batches.Next();
        for (var index = 0; index < batch.Length; index++)
        {
            _rows[index] = _training[batch[index]];
        }

        var teacher = _student.Teacher;
        teacher.Normalization.Gather(_team, _samples.Values, _samples.FeatureCount, _rows, _objective.Input);
        var view = _options.CacheTeacher ? _teacher.Remember(_batches.CurrentBatch, _objective.Input) : _teacher.View(_objective.Input);
        _objective.Compare(view);
        _objective.Gradient(_student.Kept, _student.WeightGradients, _student.BiasGradients);
        _student.Step();
    }

    public void Dispose()
    {
        _objective.Dispose();
        _recorder.Dispose();
        _teacher.Dispose();
    }

    /// <summary>The scores of the first masks; null for the magnitudes.</summary>
    private static IReadOnlyList<float[]>? InitialScores(Network teacher, PruningData data, NttOptions options, WorkerTeam team)
    {
        var byDefault = options.Allocation == PruningAllocation.Global ? MaskInitialization.LogitSnip : MaskInitialization.Magnitude;
        return (options.MaskInitialization ?? byDefault) == MaskInitialization.LogitSnip
            ? new LogitSnipCriterion(options.ScoringSamples ?? LogitSnipSamples).Score(new ScoringContext(teacher, data, options.Seed, team, options.Engine))
            : null;
    }

    private void Record(int step, IProgress<NttRecord>? progress)
    {
        var record = _recorder.Evaluate(_recorderTeacher, step, _student.SquaredWeights());
        ThrowIfDiverged("the objective", record.Total, step);
        _history.Add(record);
        progress?.Report(record);
    }

    private void ThrowIfDiverged(string name, double value, int step)
    {
        if (!double.IsFinite(value))
        {
            throw new ArithmeticException(
                string.Create(CultureInfo.InvariantCulture, $"Pruning diverged: {name} is {value} at step {step}. The learning rate is {_options.LearningRate}; try a smaller one."));
        }
    }
}
