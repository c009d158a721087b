namespace Ntt.Training;

/// <summary>What training had reached at one step.</summary>
/// <param name="Step">Updates made so far; 0 before the first.</param>
/// <param name="Epoch">Epochs completed.</param>
/// <param name="Loss">Mean training loss of the steps since the previous record; at step 0 that of as many training samples as a batch has, before any update.</param>
/// <param name="MonitorAccuracy">Accuracy on the monitored samples, 0 to 1; null without any.</param>
/// <param name="ValidationLoss">Softmax cross-entropy on the validation samples at the end of the last epoch, with early stopping or a validation set; otherwise null.</param>
/// <param name="ValidationAccuracy">Accuracy on the validation samples at the end of the last epoch, with early stopping or a validation set; otherwise null.</param>
public sealed record TrainingRecord(int Step, int Epoch, double Loss, double? MonitorAccuracy, double? ValidationLoss, double? ValidationAccuracy);
