import { numberText, percentText } from "./number-text.ts";
import type { Training, TrainingControls } from "./use-training.ts";

interface Props {
  readonly training: Training | undefined;
  readonly controls: TrainingControls;
}

/** The buttons that drive a run, and where it stands. */
export function Toolbar({ training, controls }: Props) {
  const { isRunning, run, pause, restart, failure } = controls;
  return (
    <section class="toolbar" aria-label="Training">
      <div class="buttons">
        <button type="button" class="main" onClick={() => (isRunning ? pause() : run(Infinity))}>
          {isRunning ? "Pause" : "Run"}
        </button>
        <button type="button" onClick={() => run(1)}>
          Step
        </button>
        <button type="button" onClick={() => run(100)}>
          100 steps
        </button>
        <button type="button" onClick={restart}>
          Restart
        </button>
      </div>
      <Standing training={training} isRunning={isRunning} />
      {failure !== undefined && (
        <p role="alert" class="failure">
          Training failed: {failure}
        </p>
      )}
    </section>
  );
}

function Standing({ training, isRunning }: { training: Training | undefined; isRunning: boolean }) {
  const point = training?.curve.at(-1);
  const numbers = {
    step: String(training?.look.step ?? 0),
    epoch: String(training?.look.epoch ?? 1),
    loss: point === undefined ? "–" : numberText(point.loss),
    accuracy: point === undefined ? "–" : percentText(point.accuracy),
    "steps per second": training === undefined ? "–" : Math.round(training.look.stepsPerSecond).toString(),
    backend: training?.computing.backend ?? "–",
    threads: training === undefined ? "–" : threadsText(training.computing.threads),
  };
  return (
    <>
      <dl class="numbers">
        {Object.entries(numbers).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd data-number={name}>{value}</dd>
          </div>
        ))}
      </dl>
      <p role="status" class="unseen">
        {isRunning
          ? "Training"
          : `Paused at step ${numbers.step}, loss ${numbers.loss}, accuracy ${numbers.accuracy}`}
      </p>
    </>
  );
}

function threadsText(threads: number): string {
  return crossOriginIsolated ? String(threads) : "1 (page not isolated)";
}
