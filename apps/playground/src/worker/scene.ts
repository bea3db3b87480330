import { softmax, tensor, type Dataset, type Layer, type Tensor } from "piecewise";
import { isImage } from "../plan.ts";
import { firstRows, shapeOf, type SplitData } from "./make-data.ts";
import { gridSide, type Scene } from "./messages.ts";
import { read } from "./read.ts";

/** What is drawn of the data, and what the model answers there. */
export interface Drawn {
  readonly scene: Scene;
  readonly answers: (model: Layer) => Promise<Float32Array>;
}

export function drawnOf(data: SplitData): Drawn {
  const { training, test, title } = data;
  const { input, classes } = shapeOf(training);
  if (isImage(input)) return images(firstRows(test, 40), title ?? "Digits it has not seen");
  return input[0] === 2 && classes === 2 ? plane(firstRows(training, mostPoints), data) : confusion(test);
}

/** More points hide each other. */
const mostPoints = 2000;

function plane({ inputs, targets, classes = [] }: Dataset, { features, reach }: SplitData): Drawn {
  const points = Float32Array.from(inputs.data);
  const [from, to] = reach ? [-reach, reach] : [Math.min(...points) - 0.15, Math.max(...points) + 0.15];
  const labels = Int32Array.from(targets.data);
  const places = tensor(gridBetween(gridSide, [from, to], [from, to]), { shape: [gridSide * gridSide, 2] });
  const sureness = (model: Layer) => softmax(model(places), { axis: 1 });
  return {
    scene: { kind: "plane", from, to, points, labels, ...(features && { axes: features, names: classes }) },
    async answers(model) {
      const [shares] = await read(() => [sureness(model)]);
      return Float32Array.from({ length: gridSide * gridSide }, (_, place) => shares[2 * place + 1]);
    },
  };
}

/** The middles of the places of a grid, row by row: from left to right, and from the first row to the last. */
export function gridBetween(
  side: number,
  [left, right]: readonly [number, number],
  [first, last]: readonly [number, number],
): Float32Array {
  const share = (place: number) => (place + 0.5) / side;
  return Float32Array.from({ length: 2 * side * side }, (_, i) => {
    const place = i >> 1;
    return i % 2 === 0
      ? left + share(place % side) * (right - left)
      : first + share(Math.floor(place / side)) * (last - first);
  });
}

function images({ inputs, targets, classes = [] }: Dataset, title: string): Drawn {
  const x: Tensor = tensor(Float32Array.from(inputs.data), { shape: inputs.shape });
  return {
    scene: {
      kind: "images",
      title,
      names: classes,
      side: inputs.shape[2],
      pixels: Float32Array.from(inputs.data),
      labels: Int32Array.from(targets.data),
    },
    async answers(model) {
      const [scores] = await read(() => [model(x)]);
      return Float32Array.from(largestIn(scores, inputs.shape[0]));
    },
  };
}

function confusion({ inputs, targets, classes = [] }: Dataset): Drawn {
  const x: Tensor = tensor(Float32Array.from(inputs.data), { shape: inputs.shape });
  return {
    scene: { kind: "confusion", names: classes },
    async answers(model) {
      const [scores] = await read(() => [model(x)]);
      const counts = new Float32Array(classes.length ** 2);
      largestIn(scores, targets.data.length).forEach((answer, row) => {
        counts[targets.data[row] * classes.length + answer]++;
      });
      return counts;
    },
  };
}

/** In each of the rows, where the largest number stands. */
export function largestIn(scores: ArrayLike<number>, rows: number): readonly number[] {
  const width = scores.length / rows;
  return Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let i = 1; i < width; i++) if (scores[row * width + i] > scores[row * width + best]) best = i;
    return best;
  });
}
