import type { Callback } from "../callback.ts";
import { LineFile } from "./line-file.ts";

/** How much to write. */
export interface JsonLoggerOptions {
  /** Writes the loss of every so many steps, too, which waits for the device; left out, no steps. */
  readonly steps?: number;
}

/**
 * Writes what happens to a file, one JSON object a line: `{"event":"epoch",…}`, `{"event":"validation",…}`, and
 * `{"event":"step",…}` where steps are asked for. NaN and infinities are null. A file that is there is replaced; a run that is
 * resumed goes on with it from where its checkpoint was.
 *
 * @example ignore: writes a file
 * const callbacks = [jsonLogger("run/log.jsonl", { steps: 10 })];
 */
export function jsonLogger(path: string, { steps = Infinity }: JsonLoggerOptions = {}): Callback {
  const file = new LineFile("jsonLogger", path);
  const write = (event: string, values: object) => file.write(JSON.stringify({ event, ...values }));
  return {
    name: "jsonLogger",
    onStart: ({ resumed }) => file.open(resumed),
    async onStep({ epoch, step, totalSteps, loss }) {
      if (totalSteps % steps === 0) await write("step", { epoch, step, totalSteps, loss: await loss() });
    },
    onValidation: ({ epoch, totalSteps, means }) => write("validation", { epoch, totalSteps, means }),
    onEpochEnd: ({ totalSteps, result }) => write("epoch", { totalSteps, ...result }),
    state: () => ({ arrays: {}, values: { length: file.length } }),
    loadState: ({ values }) => void (file.length = Number(values["length"])),
  };
}
