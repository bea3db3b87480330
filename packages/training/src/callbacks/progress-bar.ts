import type { Callback } from "../callback.ts";
import { barLine, epochLines } from "./progress-lines.ts";

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
 * an epoch where it is not. Ten times a second it waits for the device.
 *
 * @example ignore: what it writes depends on the machine
 * const callbacks = [progressBar({ output: process.stderr })];
 */
export function progressBar({ output, title = "" }: ProgressBarOptions): Callback {
  let [started, drawn] = [0, -Infinity];
  let rowsInEpoch: number | undefined;
  const isTerminal = output.isTTY === true;
  // A terminal that writes into its last column may go to the next line; one that does not know its width says 0.
  const columns = () => (isTerminal ? (output.columns || 80) - 1 : Infinity);
  const redraw = (line: string) => output.write(`\r\x1b[2K${line}`);
  return {
    onEpochStart(event) {
      rowsInEpoch = event.rowsInEpoch;
      started = performance.now();
    },
    async onStep({ epoch, epochs, rows, means }) {
      const now = performance.now();
      if (!isTerminal || now - drawn < redrawEvery) return;
      drawn = now;
      const seconds = (now - started) / 1000;
      const progress = { title, epoch, epochs, rows, rowsInEpoch, seconds, means: await means() };
      redraw(barLine(progress, columns()));
    },
    onEpochEnd({ epochs, result }) {
      if (isTerminal) redraw("");
      for (const line of epochLines(result, epochs, title, columns())) output.write(`${line}\n`);
    },
    onEnd() {
      if (isTerminal) redraw("");
    },
  };
}
