import type { Parameter, Tensor } from "@piecewise/tensor";
import { Curvature } from "./curvature.ts";
import { readParameters, slopeOf, writeParameters, type Slope } from "./parameter-vector.ts";
import { strongWolfe } from "./strong-wolfe.ts";
import { dot, largest, plus, type Vector } from "./vectors.ts";

/** What limits a step. */
export interface Limits {
  readonly learningRate: number;
  readonly maxIterations: number;
  readonly maxEvaluations: number;
  readonly toleranceGradient: number;
  readonly toleranceChange: number;
  readonly searches: boolean;
}

/** The last direction that was taken. */
export interface LastMove {
  readonly direction: Vector;
  /** How far it was followed. */
  readonly length: number;
  /** The gradient before. */
  readonly gradient: Vector;
}

/** The way down so far: what an iteration needs to know of those before it. */
export class Descent {
  readonly #parameters: readonly Parameter[];
  curvature: Curvature;
  last: LastMove | undefined;
  /** How often the loss was computed. */
  evaluations = 0;

  constructor(parameters: readonly Parameter[], curvature: Curvature) {
    this.#parameters = parameters;
    this.curvature = curvature;
  }

  /** How many numbers the parameters have. */
  get size(): number {
    return this.#parameters.reduce((size, p) => size + p.size, 0);
  }

  /** Goes down until a limit is reached; gives the loss before. */
  async step(closure: () => Tensor, limits: Limits): Promise<number> {
    const until = this.evaluations + limits.maxEvaluations;
    const first = await this.#slope(closure);
    let now = first;
    for (let i = 1; i <= limits.maxIterations && largest(now.gradient) > limits.toleranceGradient; i++) {
      const before = now.loss;
      const move = this.#nextMove(now.gradient, limits.learningRate);
      this.last = move;
      if (dot(now.gradient, move.direction) > -limits.toleranceChange) break;
      const isLast = i === limits.maxIterations;
      const { slope, length } = await this.#follow(move, now, closure, { ...limits, isLast });
      this.last = { ...move, length };
      now = slope;
      const isAtRest = largest(move.direction) * length <= limits.toleranceChange;
      if (isAtRest || this.evaluations >= until) break;
      if (Math.abs(now.loss - before) < limits.toleranceChange) break;
    }
    return first.loss;
  }

  /** The direction from here, and how far to go along it at first. */
  #nextMove(gradient: Vector, learningRate: number): LastMove {
    const { last } = this;
    if (last === undefined) {
      const sum = gradient.reduce((total, value) => total + Math.abs(value), 0);
      const direction = this.curvature.direction(gradient);
      return { direction, gradient, length: Math.min(1, 1 / sum) * learningRate };
    }
    const step = last.direction.map((value) => value * last.length);
    this.curvature.add(step, plus(gradient, last.gradient, -1));
    return { direction: this.curvature.direction(gradient), gradient, length: learningRate };
  }

  /** Changes the parameters along a direction; if the loss cannot be computed there, they stay as they were. */
  async #follow(
    { direction, length }: LastMove,
    from: Slope,
    closure: () => Tensor,
    { searches, isLast }: { readonly searches: boolean; readonly isLast: boolean },
  ): Promise<{ readonly slope: Slope; readonly length: number }> {
    const start = await readParameters(this.#parameters);
    const goTo = (at: number) => writeParameters(this.#parameters, plus(start, direction, at));
    const look = async (at: number) => {
      goTo(at);
      const slope = await this.#slope(closure);
      return { at, ...slope, slope: dot(slope.gradient, direction) };
    };
    try {
      if (searches) {
        const here = { ...from, at: 0, slope: dot(from.gradient, direction) };
        const found = await strongWolfe({ start: here, first: length, reach: largest(direction) }, look);
        goTo(found.at);
        return { slope: found, length: found.at };
      }
      if (!isLast) return { slope: await look(length), length };
      goTo(length);
      return { slope: from, length };
    } catch (error) {
      writeParameters(this.#parameters, start);
      throw error;
    }
  }

  #slope(closure: () => Tensor): Promise<Slope> {
    this.evaluations++;
    return slopeOf(closure, this.#parameters);
  }
}
