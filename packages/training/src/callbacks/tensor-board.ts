import { stateDict, type Layer } from "@piecewise/layers";
import type { Optimizer } from "@piecewise/optimizers";
import { ShapeError, type Tensor } from "@piecewise/tensor";
import type { Callback } from "../callback.ts";
import { nodeFiles } from "../node-files.ts";
import {
  event,
  firstEvent,
  histogram,
  image,
  scalar,
  type Picture,
  type Shown,
} from "../tensor-board/event.ts";
import { png } from "../tensor-board/png.ts";
import { record } from "../tensor-board/record.ts";
import type { Means } from "../totals.ts";
import { ratesOf } from "./learning-rate-logger.ts";

/** What to show besides the means of the epochs and the learning rates. */
export interface TensorBoardOptions {
  /** Shows the loss of every so many steps, too, which waits for the device. */
  readonly steps?: number;
  /** Shows after each epoch how the weights are spread. */
  readonly histograms?: boolean;
  /** Pictures to show after each epoch, by name: [channels, height, width] with 1 or 3 channels, numbers from 0 to 1. They are freed. */
  readonly images?: () => Readonly<Record<string, Tensor>>;
}

/**
 * Writes what TensorBoard shows: the means of training and validation data, learning rates, and what the options ask for. Each run
 * writes a file of its own into the folder: `tensorboard --logdir runs` shows all folders in `runs` as runs.
 *
 * @example ignore: writes files
 * const callbacks = [tensorBoard("runs/first", { histograms: true })];
 */
export function tensorBoard(folder: string, options: TensorBoardOptions = {}): Callback {
  const { steps = Infinity, histograms = false, images } = options;
  const file = `events.out.tfevents.${Math.floor(Date.now() / 1000)}.piecewise.${Math.floor(performance.now() * 1e6)}`;
  let [model, optimizer]: [Layer | undefined, Optimizer | undefined] = [undefined, undefined];
  const append = async (bytes: Uint8Array) => {
    const { files, path } = nodeFiles("tensorBoard", "TensorBoard reads files");
    await files.mkdir(folder, { recursive: true });
    await files.appendFile(path.join(folder, file), record(bytes));
  };
  const show = (step: number, shown: readonly Shown[]) => append(event(Date.now() / 1000, step, shown));
  return {
    async onStart(start) {
      ({ model, optimizer } = start);
      await append(firstEvent(Date.now() / 1000));
    },
    async onStep({ totalSteps, loss }) {
      if (totalSteps % steps === 0) await show(totalSteps, [scalar("step/loss", await loss())]);
    },
    onValidation: ({ totalSteps, means }) => show(totalSteps, scalars("validation", means)),
    async onEpochEnd({ totalSteps, result }) {
      const rates = optimizer === undefined ? [] : ratesOf(optimizer);
      await show(totalSteps, [
        ...scalars("training", result.training),
        ...rates.map((rate, i) => scalar(rates.length === 1 ? "learning rate" : `learning rate/${i}`, rate)),
        ...(histograms && model !== undefined ? await spreads(model) : []),
        ...(images === undefined ? [] : await pictures(images())),
      ]);
    },
  };
}

function scalars(group: string, means: Means): Shown[] {
  return Object.entries(means).map(([name, mean]) => scalar(`${group}/${name}`, mean));
}

async function spreads(model: Layer): Promise<Shown[]> {
  const weights = Object.entries(stateDict(model));
  return Promise.all(weights.map(async ([name, p]) => histogram(`weights/${name}`, await p.data())));
}

async function pictures(images: Readonly<Record<string, Tensor>>): Promise<Shown[]> {
  const shown = [];
  for (const [name, pixels] of Object.entries(images)) shown.push(image(name, await picture(pixels)));
  return shown;
}

async function picture(tensor: Tensor): Promise<Picture> {
  const [channels, height, width] = tensor.shape;
  if (tensor.rank !== 3 || (channels !== 1 && channels !== 3))
    throw new ShapeError(
      "tensorBoard",
      "a picture is [channels, height, width], with 1 or 3 channels",
      tensor.shape,
    );
  const values = await tensor.data();
  tensor.dispose();
  const pixels = new Uint8Array(values.length);
  const area = height * width;
  for (let i = 0; i < values.length; i++)
    pixels[(i % area) * channels + Math.floor(i / area)] = Math.round(
      255 * Math.min(1, Math.max(0, values[i])),
    );
  return { height, width, channels, png: await png(pixels, { height, width, channels }) };
}
