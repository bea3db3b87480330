import { dot, plus, type Vector } from "./vectors.ts";

/** A step that was taken, and how the gradient changed on it. */
interface Pair {
  readonly step: Vector;
  readonly change: Vector;
  /** step · change, above 0: the slope rose on the way. */
  readonly rise: number;
}

/** What the last steps tell about the curvature: the "limited memory" that stands for an inverse Hessian. */
export class Curvature {
  /** How many steps are remembered. */
  readonly most: number;
  readonly #pairs: Pair[] = [];

  constructor(most: number) {
    this.most = most;
  }

  get pairs(): readonly Pair[] {
    return this.#pairs;
  }

  /** Learns from a step. One on which the slope did not rise says nothing that keeps the matrix positive. */
  add(step: Vector, change: Vector): void {
    const rise = dot(change, step);
    if (!(rise > 1e-10)) return;
    if (this.#pairs.length === this.most) this.#pairs.shift();
    this.#pairs.push({ step, change, rise });
  }

  /** Minus the inverse Hessian, as far as it is known, times the gradient, by the two-loop recursion. Nocedal, 1980. */
  direction(gradient: Vector): Vector {
    let d: Vector = gradient.map((value) => -value);
    const shares = new Array<number>(this.#pairs.length);
    for (let i = this.#pairs.length - 1; i >= 0; i--) {
      const { step, change, rise } = this.#pairs[i];
      shares[i] = dot(step, d) * (1 / rise);
      d = plus(d, change, -shares[i]);
    }
    const last = this.#pairs.at(-1);
    if (last !== undefined) {
      const scale = last.rise / dot(last.change, last.change);
      d = d.map((value) => value * scale);
    }
    this.#pairs.forEach(({ step, change, rise }, i) => {
      d = plus(d, step, shares[i] - dot(change, d) * (1 / rise));
    });
    return d;
  }
}
