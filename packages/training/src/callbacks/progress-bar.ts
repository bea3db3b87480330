import type { Callback, EpochResult, StepEvent } from "../callback.ts";
import type { Means } from "../totals.ts";

/** Where lines go: `process.stderr`, or anything with a `write`. A terminal says so and knows its width. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Where to draw, and what to call the run. */
export interface ProgressBarOptions {
  readonly output: Output;
  readonly title?: string;
}

const redrawEvery = 100;

/**
 * Shows progress: a bar with samples per second, loss, metrics and the time left where the output is a terminal, one line
 * an epoch where it is not.
 *
 * @example ignore
 * const callbacks = [progressBar({ output: process.stderr })];
 */
export function progressBar({ output, title = "" }: ProgressBarOptions): Callback {
  let started = 0;
  let drawn = 0;
  let rowsInEpoch = 0;
  const prefix = title === "" ? "" : `${title} `;
  const isTerminal = output.isTTY === true;
  const redraw = (line: string) => output.write(`\r\x1b[2K${line}`);
  return {
    onEpochStart(event) {
      rowsInEpoch = event.rowsInEpoch;
      started = performance.now();
    },
    async onStep(event) {
      const now = performance.now();
      if (!isTerminal || now - drawn < redrawEvery) return;
      drawn = now;
      const seconds = (now - started) / 1000;
      redraw(
        prefix +
          barLine(event, await event.means(), rowsInEpoch, seconds, (output.columns ?? 80) - prefix.length),
      );
    },
    onEpochEnd({ epochs, result }) {
      if (isTerminal) redraw("");
      output.write(`${prefix}${epochLine(result, epochs)}\n`);
    },
    onEnd() {
      if (isTerminal) redraw("");
    },
  };
}

/** One line for a step, as wide as fits: what does not fit is left out, the bar first shortened. */
export function barLine(
  event: Pick<StepEvent, "epoch" | "epochs" | "rows">,
  means: Means,
  rowsInEpoch: number,
  seconds: number,
  width: number,
): string {
  const done = event.rows / rowsInEpoch;
  const rate = event.rows / seconds;
  const left = (rowsInEpoch - event.rows) / rate;
  const parts = [
    `${event.epoch}/${event.epochs}`,
    `${String(Math.round(done * 100)).padStart(3)} %`,
    meansText(means),
    `${count(rate)}/s`,
    `${duration(left)} left`,
  ];
  while (parts.length > 2 && parts.join("  ").length > width - 1) parts.pop();
  const room = Math.min(30, width - parts.join("  ").length - 3);
  return (room < 4 ? parts : parts.toSpliced(1, 0, bar(done, room)))
    .join("  ")
    .slice(0, Math.max(0, width - 1));
}

function bar(done: number, width: number): string {
  const full = Math.round(Math.min(1, done) * width);
  return "━".repeat(full) + "╌".repeat(width - full);
}

function epochLine(
  { epoch, training, validation, seconds, samplesPerSecond }: EpochResult,
  epochs: number,
): string {
  const measured = validation === undefined ? "" : `  validation ${meansText(validation)}`;
  return `${epoch}/${epochs}  ${meansText(training)}${measured}  ${seconds.toFixed(1)} s  ${count(samplesPerSecond)}/s`;
}

function meansText(means: Means): string {
  return Object.entries(means)
    .map(([name, value]) => `${name} ${value.toFixed(4)}`)
    .join("  ");
}

const count = (value: number) => Math.round(value).toLocaleString("en");

function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
