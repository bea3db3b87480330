import { answerOf, type Ask } from "../page/use-training.ts";
import TrainingWorker from "../worker/training.worker.ts?worker&inline";

/** Asks a worker that is made for this question alone: a run goes on meanwhile, and another one may begin. */
export const aside: Ask = async (what, given) => {
  const worker = new TrainingWorker();
  try {
    return await answerOf(worker, what, given);
  } finally {
    worker.terminate();
  }
};
