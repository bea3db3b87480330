import { shapeText, type Parameter } from "@piecewise/tensor";
import type { LoadedArrays, Value, Values } from "../saved-arrays.ts";

/** What differs between the weights that a model has and those that were saved. */
export function misfits(
  weights: Readonly<Record<string, Parameter>>,
  arrays: LoadedArrays["arrays"],
): string[] {
  const saved = Object.keys(arrays).filter((name) => !name.includes("/"));
  const both = Object.entries(weights).filter(([name]) => saved.includes(name));
  return [
    ...differences("weights", Object.keys(weights), saved),
    ...both.flatMap(([name, { shape, dtype }]) => {
      const found = arrays[name];
      const kind = kinds.get(Object.getPrototypeOf(found.data) as object) ?? "other numbers";
      const fits = kind === dtype && String(found.shape) === String(shape);
      return fits
        ? []
        : [`${name} is ${dtype} ${shapeText(shape)}, and was ${kind} ${shapeText(found.shape)}`];
    }),
  ];
}

const kinds = new Map<object, string>([
  [Float32Array.prototype, "float32"],
  [Float64Array.prototype, "float64"],
  [Int32Array.prototype, "int32"],
  [Uint8Array.prototype, "bool"],
]);

/** Names on one side alone. */
export function differences(what: string, here: readonly string[], there: readonly string[]): string[] {
  const [missing, unexpected] = [here.filter((name) => !there.includes(name)), there.filter((name) => !here.includes(name))]; // prettier-ignore
  return [
    ...(missing.length > 0 ? [`${what} that it lacks: ${missing.join(", ")}`] : []),
    ...(unexpected.length > 0 ? [`${what} that are not here: ${unexpected.join(", ")}`] : []),
  ];
}

/** Settings that are no longer what they were. */
export function changes(now: Values, before: Values): string[] {
  const text = (value: Value | undefined) => JSON.stringify(value ?? null);
  const changed = Object.keys(now).filter((name) => text(now[name]) !== text(before[name]));
  return changed.map((name) => `${name} was ${text(before[name])}, and is ${text(now[name])}`);
}

/** The error's text. */
export function misfit(title: string, problems: readonly string[]): string {
  return `${title} does not fit this run, which goes on only with the same model, optimizer and options:\n  ${problems.join("\n  ")}`;
}
