import { answerOf, type Ask } from "../page/use-training.ts";
import TrainingWorker from "../worker/training.worker.ts?worker&inline";

/** Asks a worker that is made for this question alone: a run goes on meanwhile, and another one may begin. */
export const aside: Ask = async (what, given) => {
  const worker = new TrainingWorker();
  const broken = new Promise<never>((_, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message || "the worker could not be started"));
  });
  try {
    return await Promise.race([answerOf(worker, what, given), broken]);
  } finally {
    worker.terminate();
  }
};
