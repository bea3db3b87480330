import { expect, it } from "vitest";
import { defaults } from "../settings.ts";
import { parseRun, runText } from "./run-file.ts";

const curve = [
  { step: 1, loss: 0.75, testLoss: 0.7, accuracy: 0.5 },
  { step: 10, loss: NaN, testLoss: NaN, accuracy: 0 },
];

it("a run is the same once written and read again, with losses that are not numbers", () => {
  expect(parseRun(runText({ settings: defaults, curve }))).toEqual({ settings: defaults, curve });
});

const written = runText({ settings: defaults, curve });

it.each([
  ["a text that is cut off", written.slice(0, 40), "the run is not JSON"],
  ["a number", "3", "but the file is 3"],
  ["no settings", '{ "curve": [] }', "but settings is missing"],
  ["no curve", written.replace('"curve"', '"line"'), "the run's curve is not a list"],
  ["a setting too few", written.replace('"seed"', '"other"'), "the run's settings lack seed"],
  ["data nobody knows", written.replace("spirals", "cats"), 'data cannot be "cats" in a run'],
  ["too large a batch", written.replace('"32"', '"9999"'), 'batchSize cannot be "9999" in a run'],
  ["a point without its loss", written.replace('"loss": 0.75', '"loss": "x"'), "point 1 of the run's curve"],
])("%s is refused, with the reason", (_, text, reason) => {
  expect(() => parseRun(text)).toThrow(reason);
});
