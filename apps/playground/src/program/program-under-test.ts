import { ready } from "piecewise";
import { expect } from "vitest";
import type { History } from "../history.ts";
import type { OwnData } from "../own/own-data.ts";
import type { Settings } from "../settings.ts";
import { makeData, shapeOf } from "../worker/make-data.ts";
import { startRun, type Run } from "../worker/run.ts";
import { complaintsAbout, outputOf } from "./output-of.ts";
import { programText } from "./program-text.ts";

/** So many steps, or something that is done between two. */
export type Part = number | ((run: Run) => Promise<unknown>);

/** The user's data, and the folder where the program finds them. */
export interface OwnInFolder {
  readonly own: OwnData;
  readonly folder: string;
}

/** Trains as the page does, and has the program of that run come to the same loss and accuracy. */
export async function comesToTheSame(
  settings: Settings,
  parts: readonly Part[],
  { own, folder }: Partial<OwnInFolder> = {},
): Promise<void> {
  const { backend, threads } = settings;
  await ready({ backend, ...(threads > 0 ? { threads } : {}) });
  const data = await makeData(settings, own);
  let history: History = { learningRate: settings.learningRate, changes: [] };
  const run = startRun(
    settings,
    data,
    async () => {},
    (next) => (history = next),
  );
  await train(run, parts);
  const { step, measured } = await run.look();
  if (measured === undefined) throw new Error("the run has not taken a step");
  const { learningRate, changes } = history;
  const shape = { ...shapeOf(data.training), ...(data.found && { own: data.found }) };
  const text = programText({ ...settings, learningRate }, shape, { steps: step, changes, measured }, own);
  expect(await complaintsAbout(text)).toBe("");
  const program = await outputOf(text, folder);
  expect(program.accuracy).toBeCloseTo(measured.accuracy, 6);
  expect(program.loss).toBeCloseTo(measured.testLoss, 5);
}

/** Takes so many steps, with something done in between each time. */
async function train(run: Run, parts: readonly Part[]) {
  for (const part of parts) {
    if (typeof part !== "number") await part(run);
    else {
      const { step } = await run.look();
      run.gate.open(part);
      while ((await run.look()).step < step + part) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
