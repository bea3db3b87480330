import * as activations from "@piecewise/activations";
import * as backendJs from "@piecewise/backend-js";
import * as backendWasm from "@piecewise/backend-wasm";
import * as data from "@piecewise/data";
import * as diagnostics from "@piecewise/diagnostics";
import * as expressions from "@piecewise/expressions";
import * as layers from "@piecewise/layers";
import * as losses from "@piecewise/losses";
import * as optimizers from "@piecewise/optimizers";
import * as tensor from "@piecewise/tensor";
import * as training from "@piecewise/training";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as piecewise from "./index.ts";

type Names = Readonly<Record<string, unknown>>;
const flat: Readonly<Record<string, Names>> = {
  ...{
    activations,
    "backend-js": backendJs,
    "backend-wasm": backendWasm,
    data,
    diagnostics,
    layers,
    losses,
    optimizers,
    tensor,
    training,
  },
};
const spaces: Readonly<Record<string, Names>> = { expressions };
const umbrella: Names = piecewise;

/** Names that two packages have, and the package whose one is meant. */
const meant: Readonly<Record<string, keyof typeof flat>> = {
  ...{ logSoftmax: "activations", sigmoid: "activations", softmax: "activations", tanh: "activations" },
  ...{ conv1d: "layers", conv2d: "layers", convTranspose1d: "layers", convTranspose2d: "layers" },
  ...{ avgPool1d: "layers", avgPool2d: "layers", maxPool1d: "layers", maxPool2d: "layers" },
  ...{ adaptiveAvgPool1d: "layers", adaptiveAvgPool2d: "layers" },
  ...{ embedding: "layers", flatten: "layers", linear: "layers" },
  DataError: "tensor",
};

describe.each(Object.entries(flat))("%s", (name, members) => {
  it("can be reached with every name it has, unless another package's is meant", () => {
    const missing = Object.keys(members).filter((key) => umbrella[key] !== members[key]);
    expect(missing.filter((key) => (meant[key] ?? name) === name)).toEqual([]);
  });
});

it("decides in sight which of two things of one name is meant, and no other name is ambiguous", () => {
  const names = Object.values(flat).flatMap(Object.keys);
  const ambiguous = new Set(names.filter((name, i) => names.indexOf(name) !== i));
  expect([...ambiguous].toSorted()).toEqual(Object.keys(meant).toSorted());
  for (const [key, owner] of Object.entries(meant)) expect(umbrella[key], key).toBe(flat[owner][key]);
});

it("has the operations behind those names as `operations`, and formulas as `expressions`", () => {
  expect(piecewise.operations).toEqual(tensor);
  expect(piecewise.operations.conv2d).not.toBe(piecewise.conv2d);
  for (const [name, members] of Object.entries(spaces)) expect(umbrella[name]).toEqual(members);
});

it("covers every package that it depends on", () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const covered = [...Object.keys(flat), ...Object.keys(spaces)].map((name) => `@piecewise/${name}`);
  expect(covered.toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted());
});

describe("what activations recommend exists", () => {
  const tasks = ["regression", "positive regression", "binary", "multiclass", "multilabel"] as const;
  const choices = [
    ...tasks.map((task) => piecewise.chooseActivation({ layer: "output", task })),
    ...(["mlp", "cnn", "rnn", "transformer"] as const).map((network) =>
      piecewise.chooseActivation({ layer: "hidden", network }),
    ),
  ];
  it.each(choices)("$activation, $loss, $initializer", ({ loss, initializer }) => {
    for (const name of [loss, initializer])
      if (name !== undefined) expect(umbrella[name]).toBeTypeOf("function");
  });

  it("in the facts as well", () => {
    const facts = Object.values(activations as Names).flatMap((f) =>
      typeof f === "function" && "facts" in f
        ? [f.facts as piecewise.CompetingFacts & Partial<piecewise.ActivationFacts>]
        : [],
    );
    expect(facts.length).toBeGreaterThan(20);
    const names = facts
      .flatMap(({ hidden, output }) => [hidden, output?.loss])
      .filter((name) => name !== undefined);
    for (const name of names) expect(umbrella[name], name).toBeTypeOf("function");
  });
});
