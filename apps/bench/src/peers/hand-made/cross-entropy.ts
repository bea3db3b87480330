import { advance, expBelowZero, repeat, type Code, type Local } from "./backend-parts.ts";
import type { Buffer, StaticStep } from "./static-step.ts";

/**
 * Ten classes take three vectors. The two idle ones have a bias of −∞, so that their probability, and with it every gradient
 * of theirs, is 0.
 */
export const paddedClasses = 12;
export const classes = 10;
const vectors = paddedClasses / 4;

/** What the loss is read from: the probability of the right class, for each row. */
export interface CrossEntropy {
  readonly gradient: Buffer;
  readonly loss: () => number;
}

/** Softmax cross-entropy of logits and the step's labels, averaged over the rows: its gradient by the logits. */
export function crossEntropy(step: StaticStep, logits: Buffer, rows: number): CrossEntropy {
  const gradient = step.buffer(rows * paddedClasses);
  const right = step.buffer(rows);
  step.kernel([logits, "labels", gradient, right], ({ code, lanes }) => {
    const [x, label, g, probability] = [0, 1, 2, 3];
    const held = code.many(vectors, "v128");
    const [all, place] = [code.local("v128"), code.local("i32")];
    repeat(code, rows, () => {
      held.forEach((vector, i) =>
        code
          .get(x)
          .at("v128Load", i * 16)
          .set(vector),
      );
      fold(code, held, all, "f32x4Pmax");
      for (const vector of held) {
        code.get(vector).get(all).do("f32x4Sub").set(vector);
        expBelowZero(lanes, vector);
        code.set(vector);
      }
      fold(code, held, all, "f32x4Add");
      lanes
        .constant(1 / rows)
        .get(all)
        .do("f32x4Div")
        .set(all);
      held.forEach((vector, i) =>
        code
          .get(g)
          .get(vector)
          .get(all)
          .do("f32x4Mul")
          .at("v128Store", i * 16),
      );
      code.get(label).at("i32Load").i32(4).do("i32Mul").get(g).do("i32Add").set(place);
      code.get(probability).get(place).at("f32Load").f32(rows).do("f32Mul").at("f32Store");
      code
        .get(place)
        .get(place)
        .at("f32Load")
        .f32(1 / rows)
        .do("f32Sub")
        .at("f32Store");
      for (const [pointer, bytes] of [
        [x, paddedClasses * 4],
        [g, paddedClasses * 4],
        [label, 4],
        [probability, 4],
      ])
        advance(code, pointer, bytes);
    });
  });
  const loss = () => step.numbers(right).reduce((sum, p) => sum - Math.log(p) / rows, 0);
  return { gradient, loss };
}

/** Joins all numbers of some vectors; every lane of the result holds it. */
function fold(code: Code, from: readonly Local[], into: Local, join: "f32x4Add" | "f32x4Pmax"): void {
  code.get(from[0]);
  for (const vector of from.slice(1)) code.get(vector).do(join);
  code.tee(into).get(into).get(into).shuffle(2, 3, 0, 1).do(join);
  code.tee(into).get(into).get(into).shuffle(1, 0, 3, 2).do(join).set(into);
}
