import { isLayer, type Layer, type Stage } from "@piecewise/layers";
import { DataError } from "@piecewise/tensor";

/** The layer at a path such as `2.block.0`. */
export function layerAt(operation: string, model: Layer, path: string): Layer {
  let stage: Stage | undefined = model;
  for (const name of path.split("."))
    stage = stage !== undefined && isLayer(stage) ? stage.inside[name] : undefined;
  if (stage !== undefined && isLayer(stage)) return stage;
  throw new DataError(operation, `the model has no layer ${path}; pass the report of this very model`);
}
