import { ready } from "piecewise";
import { expect } from "vitest";
import type { History } from "../history.ts";
import type { OwnData } from "../own/own-data.ts";
import type { Settings } from "../settings.ts";
import { makeData, shapeOf, type SplitData } from "../worker/make-data.ts";
import { startRun, type Run } from "../worker/run.ts";
import { outputOf } from "./output-of.ts";
import { programText } from "./program-text.ts";

/** So many steps, or something that is done between two. */
export type Part = number | ((run: Run) => Promise<unknown>);

/** The user's data, and the folder where the program finds them. */
export interface OwnInFolder {
  readonly own: OwnData;
  readonly folder: string;
}

/** Trains as the page does, has the program of that run come to the same loss and accuracy, and gives it. */
export async function comesToTheSame(
  settings: Settings,
  parts: readonly Part[],
  { own, folder }: Partial<OwnInFolder> = {},
): Promise<string> {
  const { backend, threads } = settings;
  await ready({ backend, ...(threads > 0 ? { threads } : {}) });
  const data = await makeData(settings, own);
  const { run, historyOf } = await trained(settings, data, parts);
  const { step, measured } = await run.look();
  if (measured === undefined) throw new Error("the run has not taken a step");
  const { learningRate, changes } = historyOf();
  const shape = { ...shapeOf(data.training), ...(data.found && { own: data.found }) };
  const text = programText({ ...settings, learningRate }, shape, { steps: step, changes, measured }, own);
  const program = await outputOf(text, folder);
  expect(program.accuracy).toBeCloseTo(measured.accuracy, 6);
  expect(program.loss).toBeCloseTo(measured.testLoss, 5);
  return text;
}

/** A run that has taken so many steps, with something done in between each time, and rests. */
async function trained(settings: Settings, data: SplitData, parts: readonly Part[]) {
  let history: History = { learningRate: settings.learningRate, changes: [] };
  let hear = () => {};
  const run = startRun(
    settings,
    data,
    async ({ gate }) => {
      if (gate.isClosed) hear();
    },
    (next) => (history = next),
  );
  for (const part of parts) {
    if (typeof part !== "number") await part(run);
    else {
      const rested = new Promise<void>((resolve) => (hear = resolve));
      run.gate.open(part);
      await Promise.race([rested, run.done]);
    }
  }
  return { run, historyOf: () => history };
}
