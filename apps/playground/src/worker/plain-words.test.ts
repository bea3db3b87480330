import { flatten, linear, relu, sequential, type Verdict } from "piecewise";
import { expect, it } from "vitest";
import { plainWords } from "./plain-words.ts";

const model = sequential(flatten(), linear(4, 3), relu, linear(3, 3), relu, linear(3, 2));
const verdict = (finding: string): Verdict => ({
  ...({ code: "dead-units", cause: "bias", severity: "error", since: 0 } as const),
  finding,
  remedy: "lower the learning rate. resurrect(model, optimizer, report) revives them",
});

it.each([
  ["layer 1 (linear 4→3, relu): dead", "layer 1 (linear 4→3, relu): dead"],
  ["layer 3 (linear 3→3, relu): dead", "layer 2 (linear 3→3, relu): dead"],
  ["layer 5 (linear 3→2): flat", "output layer (linear 3→2): flat"],
  ["the signal shrinks by 3 a layer", "the signal shrinks by 3 a layer"],
])("%s is said as %s", (finding, said) => {
  const [plain] = plainWords(model, [verdict(finding)]);
  expect(plain.finding).toBe(said);
  expect(plain.remedy).toBe("lower the learning rate. The button revives them");
});
