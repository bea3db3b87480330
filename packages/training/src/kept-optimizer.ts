import { loadOptimizerState, optimizerState, type Optimizer, type SavedState } from "@piecewise/optimizers";
import { KeptTensors } from "./kept-tensors.ts";

/** A copy of what an optimizer remembers, schedules included. */
export class KeptOptimizer {
  readonly #tensors = new KeptTensors();
  #numbers: SavedState["numbers"] = {};
  #progress: Optimizer["progress"] | undefined;

  /** Copies the state as it is now. */
  keep(optimizer: Optimizer): void {
    const { tensors, numbers } = optimizerState(optimizer);
    this.#tensors.keep(tensors);
    this.#numbers = numbers;
    this.#progress = optimizer.progress;
  }

  /** Brings the optimizer back to where it was. */
  restore(optimizer: Optimizer): void {
    if (this.#progress === undefined) return;
    optimizer.progress = this.#progress;
    loadOptimizerState(optimizer, {
      name: optimizer.name,
      tensors: this.#tensors.arrays,
      numbers: this.#numbers,
    });
  }

  dispose(): void {
    this.#tensors.dispose();
  }
}
