import { countedRows, type SoftmaxCrossEntropyAttributes } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import { advance, countDown } from "./emitter/loops.ts";
import { scalarsAt, type Engine } from "./engine.ts";
import { rowMajor } from "./layout.ts";
import { Lanes } from "./map/lanes.ts";
import { log } from "./map/logarithm.ts";
import { emitExponentials, RowWalk } from "./softmax.ts";

/** The loss and its gradient in one walk over the rows; what the rows lost is added up in float64. */
export function softmaxCrossEntropy(
  engine: Engine,
  [loss, gradient]: readonly WasmBuffer[],
  [logits, labels]: readonly WasmBuffer[],
  attributes: SoftmaxCrossEntropyAttributes,
): void {
  const { rows, classes, ignoreIndex, reduction } = attributes;
  const [from, picks] = [rowMajor(engine, logits), rowMajor(engine, labels)];
  loss.layout = gradient.layout = undefined;
  const counted = countedRows(engine.integers.subarray(picks / 4), attributes).length;
  const divisor = reduction === "mean" ? counted : 1;
  const losses = reduction === "none" ? loss.pointer : engine.scratch(rows * 4);
  engine.setScalars([1 / divisor]);
  if (classes === 0) engine.floats.fill(0, losses / 4, losses / 4 + rows);
  if (gradient.size > 0)
    engine.split(rowsOf(engine, classes, ignoreIndex), rows, (rows * classes) / 400, (start, end) => [
      from + start * classes * 4,
      picks + start * 4,
      losses + start * 4,
      gradient.pointer + start * classes * 4,
      end - start,
    ]);
  if (reduction === "none") return;
  const { floats } = engine;
  let total = 0;
  for (let row = 0; row < rows; row++) total += floats[losses / 4 + row];
  floats[loss.pointer / 4] = total / divisor;
}

/** (logits, labels, losses, gradient, rows), with the factor of the gradient as a scalar. */
function rowsOf(engine: Engine, classes: number, ignoreIndex: number) {
  return engine.splittable(`softmaxCrossEntropy ${classes} ${ignoreIndex}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32", "i32", "i32"]);
    const [logits, labels, losses, gradient, rows] = [0, 1, 2, 3, 4];
    const lanes = new Lanes(engine, module, code);
    const [largest, total, value, factor] = code.many(4, "v128");
    const chosen = code.local("i32");
    const row = new RowWalk(code, lanes, classes);
    const ignored = () => {
      code.get(losses).f32(0).at("f32Store");
      code.get(gradient).i32(0).i32(classes * 4).fill(); // prettier-ignore
    };
    const counted = () => {
      emitExponentials(row, lanes, logits, { largest, total, value }, (at) =>
        row.storeAt(at, gradient, logits, value),
      );
      code.get(factor).get(total).do("f32x4Div").set(value);
      row.each(gradient, 0, (vector, at) => {
        code.get(vector).get(value).do("f32x4Mul").set(vector);
        row.storeAt(at, gradient, gradient, vector);
      });
      // The label's place gets one whole factor less; the loss is log Σ exp(x − largest) − (x[label] − largest).
      code.get(labels).at("i32Load").i32(4).do("i32Mul").set(chosen);
      code.get(gradient).get(chosen).do("i32Add");
      code.get(gradient).get(chosen).do("i32Add").at("f32Load").get(factor).extractF32(0);
      code.do("f32Sub").at("f32Store");
      code.get(losses);
      log(lanes, total);
      code.extractF32(0).get(logits).get(chosen).do("i32Add").at("f32Load").get(largest).extractF32(0);
      code.do("f32Sub", "f32Sub").at("f32Store");
    };
    code.i32(0).at("load32Splat", scalarsAt).set(factor);
    countDown(code, rows, () => {
      code.get(labels).at("i32Load").i32(ignoreIndex).do("i32Eq").if(ignored, counted);
      advance(code, logits, classes * 4);
      advance(code, gradient, classes * 4);
      advance(code, labels, 4);
      advance(code, losses, 4);
    });
  });
}
