export { inputTensor, toTensors } from "./batch-tensors.ts";
export type { TensorBatch } from "./batch-tensors.ts";
export type {
  Callback,
  EndEvent,
  EpochEvent,
  EpochResult,
  EpochStartEvent,
  SettledEvent,
  StartEvent,
  StepEvent,
  StepStartEvent,
  TrainingEvent,
  ValidationEvent,
  Watcher,
} from "./callback.ts";
export { checkpoint } from "./callbacks/checkpoint.ts";
export type { CheckpointOptions } from "./callbacks/checkpoint.ts";
export { csvLogger } from "./callbacks/csv-logger.ts";
export { earlyStopping } from "./callbacks/early-stopping.ts";
export type { EarlyStoppingOptions } from "./callbacks/early-stopping.ts";
export { jsonLogger } from "./callbacks/json-logger.ts";
export type { JsonLoggerOptions } from "./callbacks/json-logger.ts";
export { learningRateFinder } from "./callbacks/learning-rate-finder.ts";
export type { FoundLearningRates, LearningRateFinderOptions } from "./callbacks/learning-rate-finder.ts";
export { learningRateLogger } from "./callbacks/learning-rate-logger.ts";
export type { LearningRateLogger, LearningRates } from "./callbacks/learning-rate-logger.ts";
export type { MonitorOptions } from "./callbacks/monitor.ts";
export { progressBar } from "./callbacks/progress-bar.ts";
export type { Output, ProgressBarOptions } from "./callbacks/progress-bar.ts";
export { schedulePerEpoch } from "./callbacks/schedule-per-epoch.ts";
export { replay, stopAtNaN } from "./callbacks/stop-at-nan.ts";
export type { ReplayOptions, StopAtNaNOptions } from "./callbacks/stop-at-nan.ts";
export { tensorBoard } from "./callbacks/tensor-board.ts";
export type { TensorBoardOptions } from "./callbacks/tensor-board.ts";
export { fileStore } from "./checkpoints/file-store.ts";
export { indexedDbStore } from "./checkpoints/indexed-db-store.ts";
export type { CheckpointContents, CheckpointStore } from "./checkpoints/store.ts";
export type { ClassWeights } from "./class-weights.ts";
export { evaluate, predict } from "./evaluate.ts";
export type { EvaluateOptions } from "./evaluate.ts";
export { fit } from "./fit.ts";
export type { FitOptions, History, Validation } from "./fit-options.ts";
export type { Loss } from "./loss.ts";
export type { CollectedMetric, Metric, MetricValue, SummedMetric } from "./metric.ts";
export { accuracy } from "./metrics/accuracy.ts";
export { f1, precision, recall } from "./metrics/class-scores.ts";
export type { Average, ClassScoreOptions } from "./metrics/class-scores.ts";
export { confusionMatrix, confusionMatrixIn } from "./metrics/confusion-matrix.ts";
export { perplexity } from "./metrics/perplexity.ts";
export { meanAbsoluteErrorMetric, meanSquaredErrorMetric, rSquared } from "./metrics/regression.ts";
export { rocAuc } from "./metrics/roc-auc.ts";
export { topKAccuracy } from "./metrics/top-k-accuracy.ts";
export type { FirstWrong } from "./nan/first-wrong.ts";
export type { Clip, Forward } from "./step-gradients.ts";
export type { LoadedArray, LoadedArrays, SavedArrays, Value, Values } from "./saved-arrays.ts";
export type { ObservedChange, ObservedLoss, StepObserver } from "./step-observer.ts";
export { Totals } from "./totals.ts";
export type { Means } from "./totals.ts";
export { trainStep } from "./train-step.ts";
export type { TrainStepOptions } from "./train-step.ts";
export { trainingControl } from "./training-control.ts";
export type { TrainingControl } from "./training-control.ts";
export { TrainingError } from "./training-error.ts";
export type { Place } from "./training-error.ts";
export type { Weights } from "./worker/message.ts";
export type { WorkerLike } from "./worker/port.ts";
export { serveTraining } from "./worker/serve-training.ts";
export type { WorkerTraining } from "./worker/serve-training.ts";
export { trainInWorker } from "./worker/train-in-worker.ts";
export type { TrainedInWorker, TrainInWorkerOptions } from "./worker/train-in-worker.ts";
