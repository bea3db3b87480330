import type { Parameter, Tensor } from "@piecewise/tensor";
import type { Rule } from "./definition.ts";
import type { Group } from "./groups.ts";
import type { Optimizer } from "./optimizer.ts";
import { valuesAt, type GivenOptions } from "./options.ts";
import { StateReader, type SavedState } from "./saved-state.ts";
import { makeSlots, slotsIn, type State } from "./state.ts";

/**
 * All that an optimizer needs to go on with the same bits, with these names:
 *
 * - tensors: `0.mean` and the like, the slots of each parameter by its index in `optimizer.parameters`
 * - numbers: `steps`; `0.step`, how many the parameter has taken, and what else is kept for it, such as `0.muProduct`;
 *   `groups.0.learningRate` and the like, for each option without a schedule
 *
 * The tensors are the optimizer's own: write or copy them before its next step. `torchNames` has PyTorch's names of slots.
 *
 * @example
 * const w = parameter([1, 2]);
 * const optimizer = adam([w]);
 * optimizer.step(backward(sum(w)));
 * const { tensors, numbers } = optimizerState(optimizer);
 * Object.keys(tensors); // ["0.mean","0.square"]
 * numbers["0.step"]; // 1
 */
export function optimizerState({ name, progress, groups }: Optimizer): SavedState {
  const { rule, states } = progress;
  for (const { parameters, options } of groups)
    for (const p of parameters) makeSlots(states.get(p)!, p, slotsIn(rule, options));
  const tensors: Record<string, Tensor> = {};
  const numbers: Record<string, number | boolean> = { steps: progress.steps };
  [...states.values()].forEach(({ taken, numbers: own, slots }, i) => {
    for (const [key, value] of Object.entries({ step: taken, ...own })) numbers[`${i}.${key}`] = value;
    for (const [key, slot] of Object.entries(slots)) tensors[`${i}.${key}`] = slot;
  });
  progress.groups.forEach(({ options }, i) => {
    for (const [key, value] of Object.entries(options))
      if (typeof value !== "function") numbers[`groups.${i}.${key}`] = value;
  });
  return { name, tensors, numbers };
}

/**
 * Lets an optimizer go on where one of the same kind, with the same parameters and groups, was. Options come back as they were
 * saved, as in PyTorch; those that followed a schedule follow the schedules that this optimizer has. Throws a CheckpointError
 * at whatever is missing, unknown or of another shape, before it changes anything.
 *
 * @example
 * const [w, v] = [parameter([1, 2]), parameter([1, 2])];
 * const [before, after] = [adam([w], { learningRate: 0.1 }), adam([v])];
 * before.step(backward(sum(w)));
 * loadOptimizerState(after, optimizerState(before));
 * [after.steps, after.options["learningRate"]]; // [1,0.1]
 */
export function loadOptimizerState(optimizer: Optimizer, saved: SavedState): void {
  optimizerStateLoader(optimizer, saved)();
}

/**
 * Checks a state as `loadOptimizerState` does and changes nothing. What it gives back makes the change: call it before the
 * optimizer's next step, while the state's tensors live. So a loader of several things can check all of them first.
 *
 * @example
 * const [w, v] = [parameter([1, 2]), parameter([1, 2])];
 * const [before, after] = [adam([w]), adam([v])];
 * before.step(backward(sum(w)));
 * const load = optimizerStateLoader(after, optimizerState(before));
 * after.steps; // 0
 * load();
 * after.steps; // 1
 */
export function optimizerStateLoader(optimizer: Optimizer, saved: SavedState): () => void {
  const { rule, groups, states } = optimizer.progress;
  const reader = new StateReader(rule.name, saved);
  const steps = reader.count("steps");
  const restored = groups.map((group, i) => ({ ...group, options: restoredOptions(group, i, saved) }));
  const needed = restored.flatMap(({ parameters, options }) => {
    const slots = slotsIn(rule, valuesAt(rule, options, steps));
    return parameters.map(() => slots);
  });
  const loads = [...states].map(([p, state], i) => {
    const names = allSlots(rule).filter(
      (slot) => needed[i].includes(slot) || `${i}.${slot}` in saved.tensors,
    );
    const slots = names.map((slot) => [slot, reader.tensor(`${i}.${slot}`, p)] as const);
    const own = Object.keys(rule.numbers ?? {}).map((key) => [key, reader.number(`${i}.${key}`)]);
    return { p, state, slots, taken: reader.count(`${i}.step`), numbers: Object.fromEntries(own) as Numbers };
  });
  reader.refuseOthers(knownNames(rule, groups, states.size));
  return () => {
    for (const { p, state, slots, taken, numbers } of loads) {
      replaceSlots(state, p, new Map(slots));
      Object.assign(state, { taken, numbers });
    }
    optimizer.progress = { rule, steps, groups: restored, states };
  };
}

/** Fills slots with values, and frees those that have none. */
function replaceSlots(state: State, p: Parameter, values: ReadonlyMap<string, Tensor>): void {
  for (const [slot, own] of Object.entries(state.slots)) {
    if (values.has(slot)) continue;
    own.dispose();
    delete state.slots[slot];
  }
  makeSlots(state, p, [...values.keys()]);
  for (const [slot, given] of values) state.slots[slot].assign(given);
}

type Numbers = Readonly<Record<string, number>>;

const allSlots = ({ slots, slotsWhen = {} }: Rule) => [...slots, ...Object.keys(slotsWhen)];

function knownNames(rule: Rule, groups: readonly Group[], parameters: number): string[] {
  const own = ["step", ...Object.keys(rule.numbers ?? {}), ...allSlots(rule)];
  return [
    "steps",
    ...Array.from({ length: parameters }, (_, i) => own.map((key) => `${i}.${key}`)).flat(),
    ...groups.flatMap((_, i) => Object.keys(rule.defaults).map((key) => `groups.${i}.${key}`)),
  ];
}

function restoredOptions({ options }: Group, i: number, { numbers }: SavedState): GivenOptions {
  const own = Object.keys(options).filter((option) => `groups.${i}.${option}` in numbers);
  return { ...options, ...Object.fromEntries(own.map((key) => [key, numbers[`groups.${i}.${key}`]])) };
}
