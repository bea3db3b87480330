import type { AnswerOf } from "../worker/messages.ts";

/** Asks a worker, and waits for what it answers over a port of the question's own. Throws in its words where it refuses. */
export async function answerOn<T>(worker: Worker | undefined, question: object): Promise<T> {
  const { port1, port2 } = new MessageChannel();
  const answered = new AbortController();
  const { signal } = answered;
  try {
    const answer = await new Promise<AnswerOf<T>>((resolve, reject) => {
      port1.onmessage = ({ data }: MessageEvent<AnswerOf<T>>) => resolve(data);
      const fail = ({ message }: ErrorEvent) =>
        reject(new Error(message || "the worker could not be loaded: load the page once more"));
      worker?.addEventListener("error", fail, { signal });
      worker?.postMessage(question, [port2]);
    });
    if ("refusal" in answer) throw new Error(answer.refusal);
    return answer.value;
  } finally {
    answered.abort();
    port1.close();
  }
}
