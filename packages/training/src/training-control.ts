/** Lets a run wait, from outside of it. */
export interface TrainingControl {
  /** The run waits after its present step. */
  pause(): void;
  /** The run goes on. */
  resume(): void;
  readonly isPaused: boolean;
  /** Resolves once the run may go on, or the signal aborts. */
  whenResumed(signal?: AbortSignal): Promise<void>;
}

/**
 * A switch for a run: give it to `fit` as `control`, and pause and resume from a button or a timer. A paused run keeps all it has;
 * an abort ends it as ever.
 *
 * @example
 * const control = trainingControl();
 * control.pause();
 * setTimeout(() => control.resume(), 10);
 * const model = linear(2, 2);
 * const data = xor({ count: 8, seed: 0 });
 * await fit(model, { data, loss: crossEntropy, optimizer: sgd(model.parameters), control });
 */
export function trainingControl(): TrainingControl {
  const waiting = new Set<() => void>();
  let isPaused = false;
  return {
    get isPaused() {
      return isPaused;
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      for (const goOn of waiting) goOn();
    },
    async whenResumed(signal) {
      if (!isPaused || signal?.aborted === true) return;
      await new Promise<void>((goOn) => {
        waiting.add(goOn);
        signal?.addEventListener("abort", () => goOn(), { once: true });
      }).finally(() => waiting.clear());
    },
  };
}
