import { changeFrom, type Change } from "../history.ts";
import { fromHash, toHash, type Settings } from "../settings.ts";
import type { CurvePoint } from "../worker/messages.ts";

/** What is kept of a run: what decided it, what was changed in it, and how it went. */
export interface KeptRun {
  readonly settings: Settings;
  readonly changes: readonly Change[];
  readonly curve: readonly CurvePoint[];
}

const measures = ["step", "loss", "testLoss", "accuracy"] as const;

/** A run as JSON. The settings stand there as in the page's address; a loss that is not finite is null. */
export function runText({ settings, changes, curve }: KeptRun): string {
  return JSON.stringify({ settings: textsOf(settings), changes, curve }, undefined, 1);
}

/** The run that such a text holds. What is not one is refused with the reason. */
export function parseRun(text: string): KeptRun {
  const run = objectIn(jsonIn(text), "the file");
  const { curve, changes = [] } = run;
  if (!Array.isArray(curve)) throw new Error("the run's curve is not a list of points");
  if (!Array.isArray(changes)) throw new Error("the run's changes are not a list");
  return {
    settings: settingsIn(objectIn(run["settings"], "settings")),
    changes: changes.map(changeIn),
    curve: curve.map(pointIn),
  };
}

const textsOf = (settings: Settings): Readonly<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(toHash(settings).slice(1)));

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error("the run is not JSON", { cause: error });
  }
}

function objectIn(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null) return { ...value };
  throw new Error(`a run needs settings and a curve, but ${what} is ${JSON.stringify(value) ?? "missing"}`);
}

/** Reading an address forgives; here, what it would not take as it stands is refused. */
function settingsIn(given: Readonly<Record<string, unknown>>): Settings {
  const texts = Object.entries(given).map(([name, value]) => [name, String(value)]);
  const settings = fromHash(new URLSearchParams(texts).toString());
  for (const [name, text] of Object.entries(textsOf(settings))) {
    if (!(name in given)) throw new Error(`the run's settings lack ${name}`);
    if (given[name] !== text) throw new Error(`${name} cannot be ${JSON.stringify(given[name])} in a run`);
  }
  return settings;
}

function changeIn(value: unknown, place: number): Change {
  const change = changeFrom(objectIn(value, `change ${place + 1}`));
  if (change === undefined)
    throw new Error(`change ${place + 1} of the run cannot be ${JSON.stringify(value)}`);
  return change;
}

function pointIn(value: unknown, place: number): CurvePoint {
  const given = objectIn(value, `point ${place + 1}`);
  const [step, loss, testLoss, accuracy] = measures.map((name) => {
    const number = given[name] === null ? NaN : given[name];
    if (typeof number === "number") return number;
    throw new Error(`point ${place + 1} of the run's curve has no number as its ${name}`);
  });
  return { step, loss, testLoss, accuracy };
}
