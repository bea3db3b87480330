import { doctor, ready } from "piecewise";
import type { Answer, Asked, Reply, Request } from "./messages.ts";
import { curveOf } from "../lab/activation-curve.ts";
import { activationCalled } from "./activations.ts";
import { makeData, shapeOf } from "./make-data.ts";
import { moonPoints } from "./own/drawn-rows.ts";
import { inspectOwn } from "./own/make-own.ts";
import { rowsFile, rowsInFile } from "./own/rows-file.ts";
import { startRun, type Run } from "./run.ts";

/** A look costs time that training would have: at most a third of it. */
const trainingPerLook = 2;
const leastPause = 25;

let run: Run | undefined;
/** What comes while the run is being made waits for it. */
let making = Promise.resolve();
/** A run that follows another is seen by its curve alone. */
let isFollowing = false;
let isDrawn = true;
let nextLook = 0;
let lastLook = Promise.resolve();

addEventListener("message", ({ data, ports: [port] }: MessageEvent<Request>) => {
  if (data.type === "ask") void answerTo(data.what, data.given).then((answer) => port.postMessage(answer));
  else handle(data).catch(fail);
});

const answers: {
  readonly [What in keyof Asked]: (given: Asked[What]["given"]) => Promise<Asked[What]["answer"]>;
} = {
  weights: async () => started().weights(),
  load: (file) =>
    changed(
      started()
        .changes.load(file)
        .then(() => undefined),
    ),
  revive: () => changed(started().changes.revive()),
  calibrate: () => changed(started().changes.calibrate()),
  activation: async (name) => curveOf(activationCalled(name)),
  recognise: async (pixels) => started().recognise(pixels),
  inspect: inspectOwn,
  moonPoints: async (count) => moonPoints(count),
  rowsFile,
  rowsInFile: async (file) => rowsInFile(file),
};

/** A run that rests shows what has become of it. */
async function changed<T>(change: Promise<T>): Promise<T> {
  const outcome = await change;
  if (started().gate.isClosed) await show(started());
  return outcome;
}

function started(): Run {
  if (run === undefined) throw new Error("the network is still being made: try again");
  return run;
}

/** A question that cannot be answered ends nothing. */
async function answerTo<What extends keyof Asked>(
  what: What,
  given: Asked[What]["given"],
): Promise<Answer<What>> {
  try {
    return { value: await answers[what](given) };
  } catch (error) {
    return { refusal: wordsOf(error) };
  }
}

async function handle(request: Exclude<Request, { type: "ask" }>): Promise<void> {
  if (request.type === "drawn") {
    isDrawn = true;
    return;
  }
  if (request.type === "start") {
    making = start(request);
    await making;
    await run?.done;
    return;
  }
  await making;
  if (run === undefined) throw new Error(`the worker was told to ${request.type} before it was started`);
  else if (request.type === "run") run.gate.open(request.steps);
  else if (request.type === "follow") follow(run, request);
  else if (request.type === "pause") run.gate.close();
  else await run.changes.learningRate(request.value);
}

/** Goes to the step of another run, with the learning rates that it had. */
function follow(run: Run, { step, history }: Extract<Request, { type: "follow" }>): void {
  isFollowing = true;
  run.changes.follow(history);
  run.runTo(step);
}

async function start({ settings, own }: Extract<Request, { type: "start" }>): Promise<void> {
  const { backend, threads } = settings;
  await ready({ backend, threads: threads === 0 ? mostThreads() : threads });
  const data = await makeData(settings, own);
  run = startRun(settings, data, rest, (history) => tell({ type: "history", history }));
  const shape = { ...shapeOf(data.training), ...(data.found && { own: data.found }) };
  tell({ type: "ready", scene: run.scene, shape });
}

/** One core is left to draw the page. */
const mostThreads = () => Math.max(1, Math.min(navigator.hardwareConcurrency - 1, 8));

/** Before a step: posts a look if it is time for one, and always before a wait. */
async function rest(running: Run): Promise<void> {
  const isTime = performance.now() >= nextLook;
  if (isTime && !isDrawn) await messages();
  if (running.gate.isClosed || (isTime && isDrawn)) await show(running);
}

const turn = new MessageChannel();

/** Lets messages in that have come: training itself does so every dozen milliseconds. */
function messages(): Promise<void> {
  return new Promise((resolve) => {
    turn.port1.onmessage = () => resolve();
    turn.port2.postMessage(undefined);
  });
}

/** Looks come one after the other, so the page gets them in order. */
function show(running: Run): Promise<void> {
  lastLook = lastLook.then(async () => {
    const begun = performance.now();
    if (isFollowing) tell({ type: "points", points: running.takePoints() });
    else {
      const { backend, threads } = doctor();
      tell({ type: "look", look: await running.look(), computing: { backend, threads } });
    }
    isDrawn = false;
    const ended = performance.now();
    nextLook = Math.max(begun + leastPause, ended + trainingPerLook * (ended - begun));
  });
  return lastLook;
}

function fail(error: unknown): void {
  tell({ type: "failed", message: wordsOf(error) });
}

function wordsOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return (error instanceof Error ? error.message : String(error)) + cause;
}

function tell(reply: Reply): void {
  postMessage(reply);
}
