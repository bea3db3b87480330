/** Which units of a layer move, sample by sample. */
export class UnitHistory {
  /** In how many samples without a break each unit has not moved, and since which step. */
  readonly #idle: Int32Array;
  readonly #since: Int32Array;
  #samples = 0;
  #switches = 0;
  #firstStep = 0;

  constructor(units: number) {
    this.#idle = new Int32Array(units);
    this.#since = new Int32Array(units);
  }

  /** Notes how often each unit moved in a step. */
  note(step: number, moving: ArrayLike<number>): void {
    if (this.#samples++ === 0) this.#firstStep = step;
    for (let unit = 0; unit < this.#idle.length; unit++) {
      const [moves, moved] = [moving[unit] > 0, this.#idle[unit] === 0];
      if (this.#samples > 1 && moves !== moved) this.#switches++;
      if (moves) this.#idle[unit] = 0;
      else if (this.#idle[unit]++ === 0) this.#since[unit] = step;
    }
  }

  /** The units that have not moved in the last `window` samples. */
  dead(window: number): number[] {
    return [...this.#idle.keys()].filter((unit) => this.#idle[unit] >= window);
  }

  /** The middle one of the steps since which these units have not moved; 0 for since the start. */
  since(units: readonly number[]): number {
    const steps = units.map((unit) => this.#since[unit]).toSorted((a, b) => a - b);
    const middle = steps[Math.floor(steps.length / 2)] ?? 0;
    return middle === this.#firstStep ? 0 : middle;
  }

  /** The share of units that began or ceased to move from one sample to the next. */
  get switching(): number {
    return this.#samples < 2 ? 0 : this.#switches / ((this.#samples - 1) * this.#idle.length);
  }
}
