import { doctor, ready } from "piecewise";
import type { Answer, Asked, Reply, Request } from "./messages.ts";
import { curveOf } from "../lab/activation-curve.ts";
import { activationCalled } from "./activations.ts";
import { makeData, shapeOf } from "./make-data.ts";
import { moonPoints } from "./own/drawn-rows.ts";
import { inspectOwn } from "./own/make-own.ts";
import { rowsFile, rowsInFile } from "./own/rows-file.ts";
import { columnsIn } from "./own/table.ts";
import { startRun, type Run } from "./run.ts";

/** A look costs time that training would have: at most every fifth part of it. */
const trainingPerLook = 4;
const leastPause = 33;

type StartRequest = Extract<Request, { type: "start" }>;
type RunRequest = Exclude<Request, { type: "start" | "ask" | "drawn" }>;

let run: Run | undefined;
/** Reading files takes a while, in which the run may be told something. */
let beginning: Promise<Run | undefined> = Promise.resolve(undefined);
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
  async load(file) {
    started().load(file);
    if (started().gate.isClosed) await show(started());
  },
  activation: async (name) => curveOf(activationCalled(name)),
  recognise: async (pixels) => started().recognise(pixels),
  inspect: inspectOwn,
  columns: columnsIn,
  moonPoints: async (count) => moonPoints(count),
  rowsFile,
  rowsInFile: async (file) => rowsInFile(file),
};

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
  if (request.type === "start") return start(request);
  if (request.type === "drawn") isDrawn = true;
  else await tellRun(request, await beginning);
}

async function tellRun(request: RunRequest, run: Run | undefined): Promise<void> {
  if (run === undefined) throw new Error(`the worker was told to ${request.type} before it was started`);
  if (request.type === "run") run.gate.open(request.steps);
  else if (request.type === "runTo") run.runTo(request.step);
  else if (request.type === "pause") run.gate.close();
  else if (request.type === "learningRate") run.setLearningRate(request.value);
  else {
    tell({ type: "revived", units: await run.revive() });
    if (run.gate.isClosed) await show(run);
  }
}

async function start(request: StartRequest): Promise<void> {
  const begun = begin(request);
  beginning = begun;
  run = await begun;
  await run.done;
}

async function begin({ settings, own }: StartRequest): Promise<Run> {
  const { backend, threads } = settings;
  await ready({ backend, ...(threads === 0 ? {} : { threads }) });
  const data = await makeData(settings, own);
  const run = startRun(settings, data, rest);
  tell({
    type: "ready",
    scene: run.scene,
    shape: { ...shapeOf(data.training), ...(data.found && { own: data.found }) },
  });
  return run;
}

/** Before a step: posts a look if it is time for one, and always before a wait. */
async function rest(running: Run): Promise<void> {
  const isDue = isDrawn && performance.now() >= nextLook;
  if (running.gate.isClosed || isDue) await show(running);
}

/** Looks come one after the other, so the page gets them in order. */
function show(running: Run): Promise<void> {
  lastLook = lastLook.then(async () => {
    const begun = performance.now();
    const look = await running.look();
    tell({ type: "look", look, threads: doctor().threads });
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
