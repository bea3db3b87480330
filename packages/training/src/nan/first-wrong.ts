import type { Batch } from "@piecewise/data";
import { stateDict, type Layer } from "@piecewise/layers";
import { backward, scope, type Random, type RandomState, type Tensor } from "@piecewise/tensor";
import { toTensors } from "../batch-tensors.ts";
import { KeptTensors } from "../kept-tensors.ts";
import type { Loss } from "../loss.ts";
import { lossOf } from "../step-gradients.ts";

/** Where a number that is not finite comes from. */
export interface FirstWrong {
  /** Such as "log"; absent where data or weights are wrong from the start. */
  readonly operation?: string;
  /** The name of the layer whose parameters the operation uses, or of the last one before it: "2" or "2.attention". */
  readonly layer?: string;
  /** Counts from 1 in the step; absent where weights are wrong before it. */
  readonly batch?: number;
  /** All of this as a sentence. */
  readonly text: string;
}

/** What a step is taken with, before it changes anything. */
export interface StepParts {
  readonly model: Layer;
  readonly loss: Loss;
  readonly batches: readonly Batch[];
  readonly generators: Readonly<Record<string, Random>>;
  readonly states: Readonly<Record<string, RandomState>>;
}

/** Takes a step's way once more and finds what is first not finite. Afterwards weights and generators are as before the step. */
export async function findFirstWrong(parts: StepParts): Promise<FirstWrong | undefined> {
  const weights = new KeptTensors();
  weights.keep(stateDict(parts.model));
  try {
    setStates(parts);
    return (await wrongWeights(parts.model)) ?? (await wrongBatch(parts));
  } finally {
    weights.restore(stateDict(parts.model));
    weights.dispose();
    setStates(parts);
  }
}

function setStates({ generators, states }: StepParts): void {
  for (const [name, state] of Object.entries(states)) generators[name]?.restore(state);
}

async function wrongWeights(model: Layer): Promise<FirstWrong | undefined> {
  for (const [name, p] of Object.entries(stateDict(model))) {
    const wrong = (await p.data()).find(isWrong);
    if (wrong !== undefined) return { text: `${name} holds ${wrong} before the step` };
  }
  return undefined;
}

async function wrongBatch(parts: StepParts): Promise<FirstWrong | undefined> {
  for (const [i, batch] of parts.batches.entries()) {
    const found = wrongData(batch) ?? (await wrongOnBatch(parts, batch));
    if (found !== undefined) return { ...found, batch: i + 1 };
  }
  return undefined;
}

type Found = Omit<FirstWrong, "batch">;

function wrongData({ inputs, targets }: Batch): Found | undefined {
  for (const [name, { data, shape }] of Object.entries({ inputs, targets })) {
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at >= 0)
      return { text: `the ${name} hold ${data[at]}, in row ${Math.floor(at / (data.length / shape[0]))}` };
  }
  return undefined;
}

/** Runs the model with all that the tape remembers kept, and reads it from the oldest to the newest. */
async function wrongOnBatch(
  { model, loss, generators }: StepParts,
  batch: Batch,
): Promise<Found | undefined> {
  const forward = { loss, ...(generators["fit"] === undefined ? {} : { random: generators["fit"] }) };
  const states = Object.values(generators).map((random) => [random, random.state] as const);
  const tape = scope(() => tapeOf(lossOf(model, toTensors(batch), forward)));
  try {
    for (const made of tape) {
      // What a mask puts into the place of a number is meant to be there.
      if (made.origin!.operation === "where") continue;
      const wrong = (await made.data()).find(isWrong);
      if (wrong !== undefined) return inForward(model, made, wrong);
    }
  } finally {
    for (const made of tape) made.dispose();
  }
  for (const [random, state] of states) random.restore(state);
  return wrongGradient(model, () => lossOf(model, toTensors(batch), forward));
}

/** All results that a tensor was computed from, oldest first. */
function tapeOf(last: Tensor): Tensor[] {
  const found = new Set<Tensor>();
  const waiting = [last];
  for (let x = waiting.pop(); x !== undefined; x = waiting.pop()) {
    if (found.has(x) || x.origin === undefined) continue;
    found.add(x);
    waiting.push(...x.origin.inputs);
  }
  return [...found].sort((a, b) => a.id - b.id);
}

function inForward(model: Layer, made: Tensor, value: number): Found {
  const [found, operation] = [layerOf(model, made), made.origin!.operation];
  if (found === undefined)
    return { operation, text: `${operation} gave ${value} first, before any weight was used` };
  const { layer, isIn } = found;
  return {
    operation,
    layer,
    text: `${operation} gave ${value} first, ${isIn ? "in" : "after"} layer ${layer}`,
  };
}

/** The layer whose parameter the result was computed from, itself or by way of the nearest result that was. */
function layerOf(model: Layer, made: Tensor): { readonly layer: string; readonly isIn: boolean } | undefined {
  const names = new Map<Tensor, string>(Object.entries(stateDict(model)).map(([name, p]) => [p, name]));
  let waiting = [made];
  const seen = new Set<Tensor>();
  while (waiting.length > 0) {
    const newest = waiting.reduce((a, b) => (b.id > a.id ? b : a));
    const parameter = newest.origin?.inputs.find((x) => names.has(x));
    if (parameter !== undefined)
      return { layer: names.get(parameter)!.split(".").slice(0, -1).join("."), isIn: newest === made };
    seen.add(newest);
    waiting = [...waiting, ...(newest.origin?.inputs ?? [])].filter((x) => !seen.has(x));
  }
  return undefined;
}

/** The last parameter of the model, so the first that `backward` comes to, whose gradient is not finite. */
async function wrongGradient(model: Layer, loss: () => Tensor): Promise<Found | undefined> {
  const names = Object.entries(stateDict(model));
  const gradients = scope(() => {
    const all = backward(loss());
    return names.flatMap(([name, p]) => (all.has(p) ? [{ name, gradient: all.of(p) }] : []));
  });
  try {
    for (const { name, gradient } of gradients.toReversed())
      if ((await gradient.data()).some(isWrong)) {
        const layer = name.split(".").slice(0, -1).join(".");
        return {
          operation: "backward",
          layer,
          text: `the loss is finite, and the gradient of ${name} is not`,
        };
      }
  } finally {
    for (const { gradient } of gradients) gradient.dispose();
  }
  return undefined;
}

const isWrong = (value: number) => !Number.isFinite(value);
