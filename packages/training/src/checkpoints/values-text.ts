import { CheckpointError } from "@piecewise/tensor";
import type { Value, Values } from "../saved-arrays.ts";

/** The numbers that JSON lacks. */
const unspeakable: ReadonlyMap<string, number> = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

/** Values as JSON. Numbers that JSON lacks become `{"number": "NaN"}` and the like, so that all come back as they were. */
export function textOf(values: Values): string {
  return JSON.stringify(values, (_, value: Value) => {
    const found = [...unspeakable].find(([, number]) => Object.is(number, value));
    return found === undefined ? value : { number: found[0] };
  });
}

/** The values of a text that `textOf` gave. */
export function valuesOf(text: string): Values {
  try {
    return JSON.parse(text, (_, value: Value) => numberIn(value) ?? value) as Values;
  } catch {
    throw new CheckpointError("fit", "the state beside the arrays is no JSON; the file is damaged");
  }
}

function numberIn(value: Value): number | undefined {
  if (typeof value !== "object" || value === null || Object.keys(value).join() !== "number") return undefined;
  const { number } = value as Values;
  return typeof number === "string" ? unspeakable.get(number) : undefined;
}
