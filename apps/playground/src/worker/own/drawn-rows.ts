import { dataset, moons, type Dataset } from "piecewise";
import {
  digitNames,
  drawingSide,
  lackOf,
  reach,
  type OwnDrawings,
  type OwnPoint,
  type OwnPoints,
} from "../../own/own-data.ts";
import { countsOf, type OwnRows } from "./own-rows.ts";
import { fourToOneOrAll, measured } from "./split.ts";

/** Points that were placed, or digits that were drawn. */
export function drawnRows(own: OwnPoints | OwnDrawings, seed: number): OwnRows {
  const lack = lackOf(own);
  if (lack !== undefined) throw new Error(lack);
  const { training, test, isStratified } = fourToOneOrAll(datasetOf(own), seed);
  const title = training === test ? "The drawings it learns from" : "Drawings it has not seen";
  return {
    ...{ training, test: measured(test), title, reach },
    found: {
      name: own.name,
      ...countsOf(training, test),
      isStratified,
      classes: training.classes ?? [],
      columns: [],
    },
  };
}

export function datasetOf(own: OwnPoints | OwnDrawings): Dataset {
  const labels: readonly number[] =
    own.name === "own points" ? own.points.map(({ label }) => label) : own.drawings.map(({ label }) => label);
  const targets = { data: Int32Array.from(labels), shape: [labels.length] };
  if (own.name === "own points") {
    const places = Float32Array.from(own.points.flatMap(({ x, y }) => [x, y]));
    return dataset({ inputs: { data: places, shape: [labels.length, 2] }, targets, classes: ["0", "1"] });
  }
  const size = drawingSide * drawingSide;
  const pixels = new Float32Array(labels.length * size);
  own.drawings.forEach((drawing, row) => pixels.set(drawing.pixels, row * size));
  const shape = [labels.length, 1, drawingSide, drawingSide];
  return dataset({ inputs: { data: pixels, shape }, targets, classes: digitNames });
}

/** Points to begin with, in the middle of the square. */
export function moonPoints(count: number): readonly OwnPoint[] {
  const { inputs, targets } = moons({ count, seed: 1 });
  return Array.from(targets.data, (label, row) => ({
    x: rounded(0.85 * (inputs.data[2 * row] - 0.5)),
    y: rounded(0.85 * (inputs.data[2 * row + 1] - 0.25)),
    label: label === 0 ? 0 : 1,
  }));
}

const rounded = (place: number) => Math.max(-reach, Math.min(reach, Math.round(100 * place) / 100));
