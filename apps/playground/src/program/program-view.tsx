import { useState } from "preact/hooks";
import { changeText, type Change } from "../history.ts";
import type { OwnData } from "../own/own-data.ts";
import type { Training } from "../page/use-training.ts";
import { isOwn } from "../settings.ts";
import { programText } from "./program-text.ts";

/** So many steps where the run has taken none yet, or is on its way. */
const usualSteps = 1000;

/** The run as a program, and what there is to say of it. */
export interface Program {
  readonly text: string;
  readonly steps: number;
  /** Whether these are the run's steps so far. */
  readonly isWhole: boolean;
  /** What it cannot do again. */
  readonly missing: readonly Change[];
}

/** The program of a run that rests takes as many steps as the run has taken. Nothing, where its data are here no more. */
export function programOf(
  { settings, shape, look, history }: Training,
  own: OwnData | undefined,
  isRunning: boolean,
): Program | undefined {
  if (isOwn(settings.data) && (own?.name !== settings.data || shape.own === undefined)) return undefined;
  const isWhole = !isRunning && look.step > 0;
  const steps = isWhole ? look.step : usualSteps;
  const changes = history.changes.filter(({ step }) => step <= steps);
  const length = { steps, changes, measured: isWhole ? look.measured : undefined };
  return {
    text: programText(settings, shape, length, own),
    steps,
    isWhole,
    missing: changes.filter(({ what }) => what === "loaded"),
  };
}

/** The run as a program to take along. */
export function ProgramView({ program: { text, steps, isWhole, missing } }: { readonly program: Program }) {
  const [copied, setCopied] = useState<string>();
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(text),
      () => setCopied(undefined),
    );
  };
  return (
    <section class="panel program" aria-label="The run as a program">
      <h2>As code</h2>
      <p>
        The {isWhole ? "" : "first "}
        {steps === 1 ? "step" : `${steps} steps`} of this run as a TypeScript program for Node, with{" "}
        <code>npm i piecewise</code>. Its numbers are the page's.
        {isWhole ? "" : " Pause the run, and it is the steps so far."}
      </p>
      {missing.map((change) => (
        <p key={change.step} class="failure">
          Not in the program, at step {change.step}: {changeText(change)}.
        </p>
      ))}
      <button type="button" onClick={copy}>
        {copied === text ? "Copied" : "Copy"}
      </button>
      <details>
        <summary>Show it</summary>
        <pre tabIndex={0}>{text}</pre>
      </details>
    </section>
  );
}
