import type { Callback, EpochResult } from "../callback.ts";
import { LineFile } from "./line-file.ts";

/**
 * Writes a table of the epochs to a file: epoch, means of training and of validation data, seconds, samples per second. A file that
 * is there is replaced; a run that is resumed goes on with it from where its checkpoint was.
 *
 * @example ignore: writes a file
 * const callbacks = [csvLogger("run/epochs.csv")];
 */
export function csvLogger(path: string): Callback {
  const file = new LineFile("csvLogger", path);
  let validates = false;
  return {
    name: "csvLogger",
    async onStart(event) {
      ({ validates } = event);
      await file.open(event.resumed);
    },
    async onEpochEnd({ result }) {
      const columns = columnsOf(result, validates);
      if (file.length === 0) await file.write(Object.keys(columns).map(quoted).join(","));
      await file.write(Object.values(columns).map(String).join(","));
    },
    state: () => ({ arrays: {}, values: { length: file.length } }),
    loadState: ({ values }) => void (file.length = Number(values["length"])),
  };
}

/** Validation data have the columns of training, also in epochs that do not measure them. */
function columnsOf(result: EpochResult, validates: boolean): Record<string, number | string> {
  const { epoch, training, validation = {}, seconds, samplesPerSecond } = result;
  const names = Object.keys(training);
  return {
    epoch,
    ...training,
    ...(validates
      ? Object.fromEntries(names.map((name) => [`validation ${name}`, validation[name] ?? ""]))
      : {}),
    seconds,
    samplesPerSecond,
  };
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
