import { adam, embedding, fit, linear, sequential, textWindows, vocabularyOf, zeros } from "piecewise";
import { expect, it } from "vitest";
import { nextCharacterAccuracy, nextCharacterLoss, writeText } from "./text.ts";

const text = "abc".repeat(200);
const vocabulary = vocabularyOf(text);
const data = textWindows(vocabulary.encode(text), { length: 8 });

it("learns which character follows, and writes on accordingly", async () => {
  const model = sequential(embedding(3, 8), linear(8, 3));
  const { epochs } = await fit(model, {
    ...{ data, loss: nextCharacterLoss, metrics: [nextCharacterAccuracy], epochs: 20 },
    optimizer: adam(model.parameters, { learningRate: 0.1 }),
  });
  expect(epochs.at(-1)!.training["accuracy"]).toBe(1);
  const options = { vocabulary, start: "b", length: 7, context: 4, temperature: 0.1, seed: 1 };
  expect(await writeText(model, options)).toBe("bcabcabc");
});

it("draws characters as often as the model says", async () => {
  const uniform = (x: ReturnType<typeof zeros>) => zeros([1, x.shape[1], 3]);
  const model = sequential(uniform);
  const options = { vocabulary, start: "a", length: 600, context: 4, temperature: 1, seed: 5 };
  const written = await writeText(model, options);
  for (const character of "abc") expect(written.split(character).length - 1).toBeGreaterThan(160);
  expect(await writeText(model, options)).toBe(written);
});
