import { training, type TrainWork } from "../../works.ts";
import { advance, repeat, type Code, type Lanes, type Local } from "./backend-parts.ts";
import type { Buffer, StaticStep } from "./static-step.ts";

/** A parameter and its gradient. */
export interface Parameter {
  readonly value: Buffer;
  readonly gradient: Buffer;
}

/** All parameters in one block, and all gradients in another, so that one loop changes them. */
export class Parameters {
  readonly #step: StaticStep;
  readonly #values: Buffer;
  readonly #gradients: Buffer;
  #taken = 0;

  /** For so many numbers in all. */
  constructor(step: StaticStep, size: number) {
    this.#step = step;
    this.#values = step.buffer(size);
    this.#gradients = step.buffer(size);
  }

  /** The next so many numbers, a multiple of 4. */
  take(size: number): Parameter {
    const part = ({ address }: Buffer) => ({ address: address + this.#taken * 4, size });
    const parameter = { value: part(this.#values), gradient: part(this.#gradients) };
    this.#taken += size;
    return parameter;
  }

  /** Emits the optimizer. What it gives is to be called before every step. */
  optimize(rule: TrainWork["optimizer"]): () => void {
    return rule === "adam" ? this.#adam() : this.#momentum();
  }

  #momentum(): () => void {
    const velocity = this.#step.buffer(this.#values.size);
    this.#step.kernel([this.#values, this.#gradients, velocity], ({ code, lanes }) => {
      const [p, g, v] = [0, 1, 2];
      const kept = code.local("v128");
      repeat(code, this.#values.size / 4, () => {
        code.get(v).get(v).at("v128Load");
        lanes.constant(training.momentum).do("f32x4Mul").get(g).at("v128Load").do("f32x4Add").set(kept);
        keepNormal(lanes, kept).tee(kept).at("v128Store");
        code.get(p).get(p).at("v128Load").get(kept);
        lanes.constant(training.learningRate["sgd-momentum"]).do("f32x4Mul", "f32x4Sub").at("v128Store");
        for (const pointer of [p, g, v]) advance(code, pointer, 16);
      });
    });
    return () => {};
  }

  /** p − rate · mean / (√square · correction + ε), where rate and correction depend on the number of the step. */
  #adam(): () => void {
    const step = this.#step;
    const [mean, square] = [step.buffer(this.#values.size), step.buffer(this.#values.size)];
    const scalars = step.buffer(2);
    step.kernel([this.#values, this.#gradients, mean, square, scalars], ({ code, lanes }) => {
      const [p, g, m, v, s] = [0, 1, 2, 3, 4];
      const [rate, correction, gradient, newMean, newSquare] = code.many(5, "v128");
      code.get(s).at("load32Splat").set(rate).get(s).at("load32Splat", 4).set(correction);
      repeat(code, this.#values.size / 4, () => {
        code.get(g).at("v128Load").set(gradient);
        code.get(m).get(m).at("v128Load");
        lanes.constant(0.9).do("f32x4Mul").get(gradient);
        lanes
          .constant(1 - 0.9)
          .do("f32x4Mul", "f32x4Add")
          .tee(newMean)
          .get(newMean)
          .do("f32x4Abs");
        // A mean that decays to denormal numbers would make every later step slow.
        lanes.constant(1.1754943508222875e-38).do("f32x4Lt", "v128AndNot").tee(newMean).at("v128Store");
        code.get(v).get(v).at("v128Load");
        lanes.constant(0.999).do("f32x4Mul").get(gradient).get(gradient).do("f32x4Mul");
        lanes
          .constant(1 - 0.999)
          .do("f32x4Mul", "f32x4Add")
          .tee(newSquare)
          .at("v128Store");
        code.get(p).get(p).at("v128Load").get(newMean).get(rate).do("f32x4Mul");
        code.get(newSquare).do("f32x4Sqrt").get(correction).do("f32x4Mul");
        lanes.constant(training.epsilon).do("f32x4Add", "f32x4Div", "f32x4Sub").at("v128Store");
        for (const pointer of [p, g, m, v]) advance(code, pointer, 16);
      });
    });
    let taken = 0;
    return () => {
      taken++;
      const rate = training.learningRate.adam / (1 - 0.9 ** taken);
      step.numbers(scalars).set([rate, 1 / Math.sqrt(1 - 0.999 ** taken)]);
    };
  }
}

/** Pushes the vector, 0 where it has decayed to a denormal number: those would make every later step slow. */
function keepNormal(lanes: Lanes, vector: Local): Code {
  lanes.code.get(vector).get(vector).do("f32x4Abs");
  return lanes.constant(1.1754943508222875e-38).do("f32x4Lt", "v128AndNot");
}
