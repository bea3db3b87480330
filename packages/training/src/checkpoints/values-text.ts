import { CheckpointError } from "@piecewise/tensor";
import type { Value, Values } from "../saved-arrays.ts";

const unspeakable = ["NaN", "Infinity", "-Infinity", "-0"];

/** Values as JSON. Numbers that JSON lacks become `{"number": "NaN"}` and the like, so that all come back as they were. */
export function textOf(values: Values): string {
  return JSON.stringify(values, (_, value: Value) => {
    const text = Object.is(value, -0) ? "-0" : String(value);
    return typeof value === "number" && unspeakable.includes(text) ? { number: text } : value;
  });
}

/** The values of a text that `textOf` gave. */
export function valuesOf(text: string): Values {
  try {
    return JSON.parse(text, (_, value: Value) =>
      isUnspeakable(value) ? Number(value["number"]) : value,
    ) as Values;
  } catch {
    throw new CheckpointError("fit", "the state beside the arrays is no JSON; the file is damaged");
  }
}

function isUnspeakable(value: Value): value is Values {
  if (typeof value !== "object" || value === null || !("number" in value)) return false;
  return Object.keys(value).length === 1 && unspeakable.includes(String(value["number"]));
}
