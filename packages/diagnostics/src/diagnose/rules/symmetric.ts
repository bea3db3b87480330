import { layerText, type Evidence } from "../evidence.ts";
import { short, type Verdict } from "../verdict.ts";

/** Hidden units that start alike get the same gradient, and stay alike: the layer is as good as one unit. */
export function symmetricRule({ layers }: Evidence): Verdict[] {
  const hidden = layers.slice(0, -1).filter(({ block }) => (block.weight?.size ?? 0) > 1 && block.units > 1);
  const alike = hidden.filter(({ start }) => start.weightDeviation <= 1e-3 * start.weightSize);
  return alike.map(({ block, start }) => ({
    code: "symmetric-weights",
    cause: "initialization",
    severity: "error",
    since: 0,
    layer: block.path,
    finding: `${layerText(block)}: all weights start with the same number, of size ${short(start.weightSize)}`,
    remedy: `draw them: ${block.activation?.initializer ?? "kaimingNormal"} fits ${block.activation?.name ?? "most layers"}`,
  }));
}
