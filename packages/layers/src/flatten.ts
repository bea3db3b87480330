import * as operations from "@piecewise/tensor";
import { layer, type Layer } from "./layer.ts";

/** All axes but the first as one: [batch, channels, height, width] → [batch, channels · height · width]. */
export function flatten(): Layer {
  return layer({ kind: "flatten" }, (x) => operations.flatten(x));
}
