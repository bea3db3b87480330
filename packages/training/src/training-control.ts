/** Lets a run wait, from outside of it. */
export interface TrainingControl {
  /** The run waits after its present step. */
  pause(): void;
  /** The run goes on. */
  resume(): void;
  readonly isPaused: boolean;
  /** Calls what is given at every change, until what comes back is called. */
  onChange(tell: (isPaused: boolean) => void): () => void;
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
  const listeners = new Set<(isPaused: boolean) => void>();
  let isPaused = false;
  const change = (to: boolean) => {
    if (to === isPaused) return;
    isPaused = to;
    for (const tell of [...listeners]) tell(to);
  };
  return {
    get isPaused() {
      return isPaused;
    },
    pause: () => change(true),
    resume: () => change(false),
    onChange(tell) {
      listeners.add(tell);
      return () => void listeners.delete(tell);
    },
  };
}

/** Resolves once a run may go on, or the signal aborts. */
export async function whenResumed(control: TrainingControl, signal: AbortSignal | undefined): Promise<void> {
  if (!control.isPaused || signal?.aborted === true) return;
  await new Promise<void>((goOn) => {
    const forget = control.onChange(end);
    signal?.addEventListener("abort", end);
    function end() {
      forget();
      signal?.removeEventListener("abort", end);
      goOn();
    }
  });
}
