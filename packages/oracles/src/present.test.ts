import { expect, it } from "vitest";
import { presentCases } from "./present.ts";

const cases = [
  { id: "relu/plot", op: "relu" },
  { id: "sort/rows", op: "sort" },
  { id: "sort/ties", op: "sort" },
];
const present = (...absent: string[]) =>
  presentCases(cases, ({ op }) => op, Object.fromEntries(absent.map((name) => [name, "a test"]))).map(
    ({ id }) => id,
  );

it("leaves out an operator, or a single case", () => {
  expect(present("sort")).toEqual(["relu/plot"]);
  expect(present("sort/ties")).toEqual(["relu/plot", "sort/rows"]);
});

it("refuses an absence that no case has", () => {
  expect(() => present("sort", "topk")).toThrow("listed as absent, but no case has it: topk");
});
