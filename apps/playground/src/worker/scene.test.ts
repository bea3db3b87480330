import { linear, tensor } from "piecewise";
import { expect, it } from "vitest";
import { treesCsv } from "../own/files-under-test.ts";
import type { OwnData } from "../own/own-data.ts";
import { ownTable } from "../own/table-under-test.ts";
import { defaults, type Settings } from "../settings.ts";
import { makeData } from "./make-data.ts";
import { drawnOf } from "./scene.ts";

const settings: Settings = { ...defaults, data: "own files" };

it("two numbers and two classes are points in a square that holds them all, however unequal their ranges", async () => {
  const { scene } = drawnOf(await makeData(settings, await ownTable(treesCsv(60))));
  if (scene.kind !== "plane") throw new Error(scene.kind);
  expect([scene.axes, scene.names]).toEqual([
    ["height", "width"],
    ["elm", "oak"],
  ]);
  expect(scene.points.every((place) => place > scene.from && place < scene.to)).toBe(true);
  for (const column of [0, 1]) {
    const places = [...scene.points].filter((_, i) => i % 2 === column);
    expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan((scene.to - scene.from) / 3);
  }
});

it("of other rows, it is counted what each class is taken for", async () => {
  const text = ["size,kind", ...Array.from({ length: 60 }, (_, i) => `${i % 3},${"abc"[i % 3]}`)].join("\n");
  const { scene, answers } = drawnOf(await makeData(settings, await ownTable(text)));
  expect(scene).toEqual({ kind: "confusion", names: ["a", "b", "c"] });
  // It takes a small size for the third class, a middle one for the first, and a large one for the second.
  const model = linear(1, 3, { initializer: () => tensor([[0], [1], [-9]]), bias: false });
  expect([...(await answers(model))]).toEqual([0, 0, 4, 4, 0, 0, 0, 4, 0]);
});

it("own points are seen in the square in which they are placed", async () => {
  const own: OwnData = {
    ...{ name: "own points" },
    points: [
      { x: 0, y: 0.5, label: 0 },
      { x: 0.25, y: 0, label: 1 },
    ],
  };
  const { scene } = drawnOf(await makeData({ ...settings, data: "own points" }, own));
  expect(scene).toMatchObject({ kind: "plane", from: -1.5, to: 1.5 });
});
