import type { Activation } from "@piecewise/activations";
import type { Stage } from "@piecewise/layers";

/**
 * How an activation can fail: `off` is 0 and flat on its left (ReLU), `bounded` is flat on both sides (tanh), `tail` on one
 * side, where it is not quite 0 (GELU), and `free` nowhere.
 */
export type Family = "off" | "bounded" | "tail" | "free";

/** What diagnosing needs to know about an activation. */
export interface ActivationKind {
  readonly name: string;
  readonly family: Family;
  /** Between these inputs it moves: |f′| ≥ 0.01. */
  readonly below: number;
  readonly above: number;
  readonly range: readonly [number, number];
  readonly gain: number;
  readonly initializer: string;
}

type Facts = Pick<Activation["facts"], "name" | "saturation" | "range" | "gain" | "hidden">;

/** The kinds met so far: facts such as the saturation are found by trying many inputs. */
const known = new WeakMap<Stage, ActivationKind>();

/** What kind of activation a stage is, if it is one: by its facts, or where it has none, by the name of a usual one. */
export function activationKind(stage: Stage): ActivationKind | undefined {
  const before = known.get(stage);
  if (before !== undefined) return before;
  const facts = "facts" in stage ? (stage.facts as Facts) : withoutFacts[stage.name];
  if (facts === undefined || "own" in stage) return undefined;
  const kind = kindOf(facts);
  known.set(stage, kind);
  return kind;
}

function kindOf({ name, saturation, range, gain, hidden = "kaimingNormal" }: Facts): ActivationKind {
  const { below = -Infinity, above = Infinity } = saturation ?? {};
  const kind = { name, below, above, range, gain: gain ?? 1, initializer: hidden };
  if (below === 0 && range[0] === 0) return { ...kind, family: "off" };
  if (below > -Infinity && above < Infinity) return { ...kind, family: "bounded" };
  return { ...kind, family: below > -Infinity || above < Infinity ? "tail" : "free" };
}

/** Operations of `tensor` and what transformers know by name, which carry no facts. */
const withoutFacts: Readonly<Record<string, Facts>> = {
  relu: { name: "relu", saturation: { below: 0 }, range: [0, Infinity], gain: Math.SQRT2 },
  gelu: { name: "gelu", saturation: { below: -2.82 }, range: [-0.17, Infinity], gain: 1.53 },
  tanh: {
    ...{ name: "tanh", saturation: { below: -3, above: 3 }, range: [-1, 1], gain: 5 / 3 },
    hidden: "xavierNormal",
  },
  sigmoid: {
    ...{ name: "sigmoid", saturation: { below: -4.58, above: 4.58 }, range: [0, 1], gain: 1 },
    hidden: "xavierNormal",
  },
};
