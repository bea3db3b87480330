import { expect, it } from "vitest";
import { defaults } from "../settings.ts";
import { parseRun, runText } from "./run-file.ts";

const curve = [
  { step: 1, loss: 0.75, testLoss: 0.7, accuracy: 0.5 },
  { step: 10, loss: NaN, testLoss: NaN, accuracy: 0 },
];

const changes = [
  { step: 3, what: "learning rate", value: 0.5 },
  { step: 8, what: "revived", units: 2 },
] as const;
const run = { settings: defaults, changes, curve };
const written = runText(run);

it("a run is the same once written and read again, with losses that are not numbers", () => {
  expect(parseRun(written)).toEqual(run);
});

it("a run of which nobody says that it was changed was not", () => {
  expect(parseRun(written.replace('"changes"', '"more"'))).toEqual({ ...run, changes: [] });
});

it.each([
  ["a text that is cut off", written.slice(0, 40), "the run is not JSON"],
  ["a number", "3", "but the file is 3"],
  ["no settings", '{ "curve": [] }', "but settings is missing"],
  ["no curve", written.replace('"curve"', '"line"'), "the run's curve is not a list"],
  ["a setting too few", written.replace('"seed"', '"other"'), "the run's settings lack seed"],
  ["data nobody knows", written.replace("spirals", "cats"), 'data cannot be "cats" in a run'],
  ["too large a batch", written.replace('"32"', '"9999"'), 'batchSize cannot be "9999" in a run'],
  [
    "changes that are none",
    written.replace(/"changes": \[[^\]]*\]/, '"changes": 3'),
    "the run's changes are not a list",
  ],
  [
    "a change nobody knows",
    written.replace("revived", "killed"),
    'change 2 of the run cannot be {"step":8,"what":"killed"',
  ],
  ["a point without its loss", written.replace('"loss": 0.75', '"loss": "x"'), "point 1 of the run's curve"],
])("%s is refused, with the reason", (_, text, reason) => {
  expect(() => parseRun(text)).toThrow(reason);
});
