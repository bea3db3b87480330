import { keeping, type KeepsFeatures } from "./layer.ts";

/** Gives back what it gets: a stage that does nothing, to put where another may stand. */
export function identity(): KeepsFeatures {
  return keeping("identity", (x) => x);
}
