import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Given } from "../own/use-own.ts";
import type { History } from "../history.ts";
import type { DataShape } from "../plan.ts";
import { toHash, type Settings } from "../settings.ts";
import type { Asked, Computing, CurvePoint, Look, Reply, Request, Scene } from "../worker/messages.ts";
import { answerOn } from "./answer.ts";
import { withMore } from "./curve-points.ts";
import { useMedia } from "./use-media.ts";
// Inside of the page's script: a restart asks the server for nothing.
import TrainingWorker from "../worker/training.worker.ts?worker&inline";

/** What the page knows of a run. */
export interface Training {
  /** Which run of the page's it is. */
  readonly name: string;
  /** What it began with. */
  readonly settings: Settings;
  /** What was changed since. */
  readonly history: History;
  readonly scene: Scene;
  readonly shape: DataShape;
  readonly look: Look;
  readonly curve: readonly CurvePoint[];
  readonly computing: Computing;
}

export interface TrainingControls {
  readonly isRunning: boolean;
  /** The run that there is now. What is known may still be of the one before. */
  readonly name: string;
  /** A sentence on what went wrong. */
  readonly failure: string | undefined;
  readonly run: (steps: number) => void;
  readonly pause: () => void;
  readonly restart: () => void;
  readonly ask: Ask;
}

/** Asks the worker, and throws in its words where it refuses. */
export type Ask = <What extends keyof Asked>(
  what: What,
  given: Asked[What]["given"],
) => Promise<Asked[What]["answer"]>;

/** Whoever asked for less motion sees two pictures a second. */
const calmPause = 500;

/**
 * Trains in a worker. Another setting ends the worker and starts another one, which goes on running if the last one ran; only the
 * learning rate changes in a running one. Where own data lack something, it waits for them.
 */
export function useTraining(settings: Settings, given: Given): [Training | undefined, TrainingControls] {
  const [training, setTraining] = useState<Training>();
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [starts, setStarts] = useState(0);
  const name = `${starts} ${fixedPart(settings)} ${given.version}`;
  const canTrain = given.lack === undefined;
  const worker = useRef<Worker>(undefined);
  const isCalm = useMedia("(prefers-reduced-motion: reduce)");
  const calm = useRef(isCalm);
  calm.current = isCalm;
  const send = (request: Request) => worker.current?.postMessage(request);

  // Before the effects of what is inside the page: they may ask.
  useLayoutEffect(() => {
    const fail = (message: string) => {
      setFailure(message);
      setRunning(false);
    };
    const mine = workerThatTells(listener(name, settings, setTraining, fail), fail, calm);
    worker.current = mine;
    setFailure(undefined);
    if (canTrain) send({ type: "start", settings, own: given.own });
    if (canTrain && isRunning) send({ type: "run", steps: Infinity });
    return () => mine.terminate();
  }, [name]);

  useEffect(() => {
    if (canTrain) send({ type: "learningRate", value: settings.learningRate });
  }, [settings.learningRate]);

  const run = (steps: number) => {
    setRunning(steps === Infinity);
    if (canTrain) send({ type: "run", steps });
  };
  const pause = () => {
    setRunning(false);
    if (canTrain) send({ type: "pause" });
  };
  const restart = () => setStarts(starts + 1);
  // Another one for each worker: what one of them did not answer is asked of the next.
  const ask = useCallback<Ask>((what, given) => answerOf(worker.current, what, given), [name]);
  return [canTrain ? training : undefined, { isRunning, name, failure, run, pause, restart, ask }];
}

/** A worker that is heard, and told when the page has drawn a look of it. */
function workerThatTells(
  hear: (reply: Reply) => void,
  fail: (message: string) => void,
  calm: { readonly current: boolean },
): Worker {
  const worker = new TrainingWorker();
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    hear(data);
    if (data.type === "look") whenFree(calm.current, () => worker.postMessage({ type: "drawn" }));
  };
  worker.onerror = ({ message }) => fail(message || "the worker could not be started");
  return worker;
}

export async function answerOf<What extends keyof Asked>(
  worker: Worker | undefined,
  what: What,
  given: Asked[What]["given"],
): Promise<Asked[What]["answer"]> {
  return answerOn(worker, { type: "ask", what, given });
}

/** Of settings, what cannot change in a run. */
export const fixedPart = (settings: Settings): string => toHash({ ...settings, learningRate: 1 });

/** The old picture stays until there is a whole new one. */
function listener(
  name: string,
  given: Settings,
  setTraining: (next: Training | ((known: Training | undefined) => Training | undefined)) => void,
  fail: (message: string) => void,
): (reply: Reply) => void {
  let begun = { settings: given, history: { learningRate: given.learningRate, changes: [] } as History };
  let known: Pick<Training, "scene" | "shape"> | undefined;
  let curve: readonly CurvePoint[] = [];
  return (reply) => {
    if (reply.type === "ready") known = { scene: reply.scene, shape: reply.shape };
    else if (reply.type === "failed") fail(reply.message);
    else if (reply.type === "history") {
      const { history } = reply;
      begun = { settings: { ...given, learningRate: history.learningRate }, history };
      setTraining((known) => (known?.name === name ? { ...known, ...begun } : known));
    } else if (reply.type === "look" && known !== undefined) {
      const { look, computing } = reply;
      curve = withMore(curve, look.points);
      setTraining({ name, ...begun, ...known, look, curve, computing });
    }
  };
}

/** When the page has taken in what it was told last, and is free for more. A page that nobody sees asks for no more. */
export function whenFree(isCalm: boolean, then: () => void): void {
  if (document.hidden) requestAnimationFrame(then);
  else setTimeout(then, isCalm ? calmPause : 0);
}
