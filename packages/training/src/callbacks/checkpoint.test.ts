import { xor } from "@piecewise/data";
import { linear } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { sgd } from "@piecewise/optimizers";
import { tensor } from "@piecewise/tensor";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  checkpoint,
  fit,
  fileStore,
  type Callback,
  type CheckpointOptions,
  type FitOptions,
} from "../index.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "piecewise-"))));
afterEach(() => rm(folder, { recursive: true }));

/** Trains with an error that is given for each epoch, and says which steps are kept then. */
async function keptAfter(
  errors: readonly number[],
  options: CheckpointOptions,
  more: Partial<FitOptions> = {},
) {
  const model = linear(2, 2);
  let epoch = 0;
  const count: Callback = { onEpochStart: (event) => void (epoch = event.epoch) };
  await fit(model, {
    ...{ data: xor({ count: 8, seed: 0 }), batchSize: 2, loss: crossEntropy, epochs: errors.length },
    ...{
      optimizer: sgd(model.parameters),
      metrics: [{ name: "error", total: () => tensor(2 * errors[epoch - 1]) }],
    },
    ...more,
    callbacks: [count, checkpoint({ path: folder, better: "smaller", ...options })],
  });
  const names = (await readdir(folder)).sort();
  return names.map((name) => Number(/^epoch-\d{4}-step-(\d{8})\.safetensors$/.exec(name)?.[1]));
}

describe("checkpoints", () => {
  it.each<[string, CheckpointOptions, number[], number[]]>([
    ["the last alone unless told", {}, [1, 2, 3], [12]],
    ["as many of the last as told", { keep: { last: 2 } }, [1, 2, 3], [8, 12]],
    ["the best, too, where a monitor is named", { monitor: "error" }, [5, 1, 3], [8, 12]],
    ["as many of the best as told", { monitor: "error", keep: { best: 2 } }, [5, 1, 3, 2, 9], [8, 16, 20]],
    ["one that is both once", { monitor: "error" }, [3, 2, 1], [12]],
    ["no best where all is NaN", { monitor: "error" }, [NaN, NaN], [8]],
    ["those of every second epoch", { every: 2, keep: { last: 9 } }, [1, 1, 1, 1, 1], [8, 16, 20]],
    ["the best epoch beside steps", { every: { steps: 3 }, monitor: "error" }, [1, 2], [4, 8]],
    ["those of every third step", { every: { steps: 3 }, keep: { last: 9 } }, [1, 1], [3, 6, 8]],
  ])("keep %s", async (_, options, errors, steps) => {
    expect(await keptAfter(errors, options)).toEqual(steps);
  });

  it("keep the best of before in a run that is resumed", async () => {
    await keptAfter([1, 5], { monitor: "error" });
    expect(await keptAfter([1, 5, 4, 3], { monitor: "error" }, { resume: folder })).toEqual([4, 16]);
  });

  it("remove what a killed process left unfinished, and no file that is not theirs", async () => {
    await writeFile(join(folder, "epoch-0001-step-00000001.safetensors.1-0.tmp"), "half");
    await writeFile(join(folder, "notes.txt"), "mine");
    await keptAfter([1], {}).catch(() => {});
    expect((await readdir(folder)).sort()).toEqual(["epoch-0001-step-00000004.safetensors", "notes.txt"]);
  });

  it("are not mixed with those of another run", async () => {
    await keptAfter([1], {});
    await expect(keptAfter([1], {})).rejects.toThrow(
      `checkpoint: ${folder} has checkpoints of another run, such as epoch-0001-step-00000004; give \`resume\` to go on with it`,
    );
  });

  it("leave all as it was where writing fails, and say where", async () => {
    const store = { ...fileStore(folder), write: () => Promise.reject(new Error("disk full")) };
    await expect(keptAfter([1], { path: undefined!, store })).rejects.toThrow("fit: in epoch 1: disk full");
  });

  it.each<[CheckpointOptions, string]>([
    [{}, "needs a path or a store, and not both"],
    [{ path: "a", store: fileStore("b") }, "needs a path or a store, and not both"],
    [{ path: "a", every: 0 }, "every must be a whole number, at least 1, got 0"],
    [{ path: "a", keep: { last: 0 } }, "keep.last must be a whole number, at least 1, got 0"],
    [{ path: "a", keep: { best: 0.5 } }, "keep.best must be a whole number, at least 0, got 0.5"],
  ])("refuse %j", (options, message) => {
    expect(() => checkpoint(options)).toThrow(message);
  });
});
