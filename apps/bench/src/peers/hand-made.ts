import { training, type TrainWork, type ServedWork } from "../works.ts";
import { cnnLite } from "./hand-made/cnn-lite.ts";
import { mlp } from "./hand-made/mlp.ts";
import { network, type Architecture } from "./hand-made/network.ts";
import { labels, numbers } from "./numbers.ts";
import { serve, type Prepared } from "./serve.ts";

const architectures: Partial<Record<TrainWork["model"], Architecture>> = { mlp, "cnn-lite": cnnLite };

function prepare(work: ServedWork): Prepared {
  const architecture = work.kind === "train" ? architectures[work.model] : undefined;
  if (work.kind !== "train" || architecture === undefined) throw new Error("not written by hand");
  const { train, place } = network(architecture, work.batch, work.optimizer);
  const data = Array.from({ length: training.batches }, () =>
    place(numbers(work.batch * 784, 0, 1), labels(work.batch)),
  );
  let step = 0;
  return { run: () => train(data[step++ % data.length]) };
}

await serve({ version: "one WebAssembly module with static buffers" }, prepare);
