import type { Layer } from "@piecewise/layers";
import type { Optimizer } from "@piecewise/optimizers";
import type { Random } from "@piecewise/tensor";
import type { Loss, TensorBatch } from "@piecewise/training";

/** A training that is looked into, and the verdicts that name its trouble: `code/cause`; "healthy" where there is none. */
export interface Patient {
  readonly name: string;
  readonly expected: readonly string[];
  readonly model: () => Layer;
  readonly optimizer?: (model: Layer) => Optimizer;
  readonly loss?: Loss;
  readonly batch?: (random: Random) => TensorBatch;
}
