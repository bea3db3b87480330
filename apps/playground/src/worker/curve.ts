import { crossEntropy, toTensors, type Dataset, type Layer } from "piecewise";
import type { CurvePoint, Measured } from "./messages.ts";
import { read } from "./read.ts";
import { largestIn } from "./scene.ts";

/** After so many steps comes a point of the curves. */
export const stepsPerPoint = 10;

/** Measures the points of the curves of a run. */
export interface Curve {
  /** Once after each step. */
  add(step: number, loss: number): Promise<void>;
  measure(): Promise<Measured>;
  /** The points since this was called last. */
  takePoints(): readonly CurvePoint[];
}

/** Points fall on fixed steps, so that the same settings give the same curve however fast it runs. */
export function curveOf(model: Layer, test: Dataset): Curve {
  const rows = toTensors(test);
  const count = test.inputs.shape[0];
  let points: CurvePoint[] = [];
  let losses: number[] = [];
  const measure = async () => {
    const [scores, [testLoss]] = await read(() => {
      const scores = model(rows.inputs);
      return [scores, crossEntropy(scores, rows.targets)];
    });
    const right = largestIn(scores, count).filter((answer, row) => answer === test.targets.data[row]);
    return { testLoss, accuracy: right.length / count };
  };
  return {
    measure,
    async add(step, loss) {
      losses.push(loss);
      if (step > 1 && step % stepsPerPoint !== 0) return;
      const mean = losses.reduce((sum, one) => sum + one, 0) / losses.length;
      losses = [];
      points.push({ step, loss: mean, ...(await measure()) });
    },
    takePoints() {
      const taken = points;
      points = [];
      return taken;
    },
  };
}
