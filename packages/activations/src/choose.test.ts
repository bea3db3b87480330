import { describe, expect, it } from "vitest";
import * as activations from "./index.ts";
import { chooseActivation, type Question } from "./choose.ts";

const networks = ["mlp", "cnn", "rnn", "transformer"] as const;
const troubles = [undefined, "dead units", "vanishing gradients"] as const;
const tasks = ["regression", "positive regression", "binary", "multiclass", "multilabel"] as const;
const questions: Question[] = [
  ...tasks.map((task): Question => ({ layer: "output", task })),
  ...networks.flatMap((network) =>
    troubles.map((trouble): Question => ({
      ...{ layer: "hidden", network },
      ...(trouble === undefined ? {} : { trouble }),
    })),
  ),
];

it.each(questions)(
  "answers $layer $task $network $trouble with a function that exists, and why",
  (question) => {
    const { activation, why, loss, initializer } = chooseActivation(question);
    expect(["identity", ...Object.keys(activations)]).toContain(activation);
    expect(why.length).toBeGreaterThan(20);
    expect(question.layer === "output" ? loss : initializer).toBeTypeOf("string");
  },
);

describe.each([
  ["regression", "identity", "meanSquaredError"],
  ["positive regression", "softplus", "meanSquaredError"],
  ["binary", "sigmoid", "binaryCrossEntropyWithLogits"],
  ["multiclass", "softmax", "crossEntropy"],
  ["multilabel", "sigmoid", "binaryCrossEntropyWithLogits"],
] as const)("the output layer for %s", (task, activation, loss) => {
  it(`is ${activation}, with ${loss}`, () => {
    expect(chooseActivation({ layer: "output", task })).toMatchObject({ activation, loss });
  });
});

it.each([
  [{ layer: "hidden" }, "relu"],
  [{ layer: "hidden", task: "multiclass" }, "relu"],
  [{ layer: "hidden", network: "rnn" }, "tanh"],
  [{ layer: "hidden", network: "transformer" }, "gelu"],
  [{ layer: "hidden", trouble: "dead units" }, "leakyRelu"],
  [{ layer: "hidden", network: "rnn", trouble: "vanishing gradients" }, "tanh"],
] as const)("answers %o with %s", (question, activation) => {
  expect(chooseActivation(question).activation).toBe(activation);
});

it("says so when the trouble changes the reason", () => {
  const whys = troubles.map((trouble) => {
    const question = { layer: "hidden", network: "rnn" } as const;
    return chooseActivation(trouble === undefined ? question : { ...question, trouble }).why;
  });
  expect(new Set(whys).size).toBe(troubles.length);
});

it.each([
  [{ layer: "input" }, 'chooseActivation: layer must be one of "hidden", "output"; got input'],
  [{ layer: "output" }, 'task must be one of "regression", "positive regression", '],
  [{ layer: "output", task: "ranking" }, "got ranking"],
  [{ layer: "output", task: "toString" }, "got toString"],
  [{ layer: "hidden", network: "gnn" }, 'network must be one of "mlp", "cnn", "rnn", "transformer"; got gnn'],
  [
    { layer: "hidden", trouble: "bad luck" },
    'trouble must be one of "dead units", "vanishing gradients"; got',
  ],
])("refuses %o and names what is allowed", (question, message) => {
  expect(() => chooseActivation(question as Question)).toThrow(message);
});
