import type { EpochResult, StepEvent } from "../callback.ts";
import type { Means } from "../totals.ts";

/** How far an epoch has come. */
export interface Progress extends Pick<StepEvent, "epoch" | "epochs" | "rows"> {
  /** Where that is known. */
  readonly rowsInEpoch: number | undefined;
  readonly seconds: number;
  readonly means: Means;
  /** What the run is called. */
  readonly title: string;
}

/** One line for a step that fits into so many columns: what does not fit is left out, the bar first shortened. */
export function barLine(progress: Progress, columns: number): string {
  const { title, epoch, epochs, rows, rowsInEpoch, seconds, means } = progress;
  const rate = rows / seconds;
  const done = rowsInEpoch === undefined ? NaN : rows / rowsInEpoch;
  const isKnown = rowsInEpoch !== undefined;
  const parts = [
    ...head(title, epoch, epochs),
    isKnown ? `${String(Math.round(done * 100)).padStart(3)} %` : `${count(rows)} rows`,
    ...meansTexts(means),
    `${count(rate)}/s`,
    ...(isKnown ? [`${duration((rowsInEpoch - rows) / rate)} left`] : []),
  ];
  while (parts.length > 2 && parts.join(gap).length > columns) parts.pop();
  const room = Math.min(30, columns - parts.join(gap).length - gap.length);
  const at = parts.findIndex((part) => part.endsWith("%"));
  return (room < 4 || at < 0 ? parts : parts.toSpliced(at, 0, bar(done, room))).join(gap).slice(0, columns);
}

/** What an epoch came to: one line, or as many as it takes where so many columns are all there is. */
export function epochLines(result: EpochResult, epochs: number, title: string, columns: number): string[] {
  const { epoch, training, validation = {}, seconds, samplesPerSecond } = result;
  const speed = [`${seconds.toFixed(1)} s`, `${count(samplesPerSecond)}/s`];
  const trained = [...head(title, epoch, epochs), ...meansTexts(training), ...speed];
  const validated = meansTexts(validation).map((text, i) => (i === 0 ? `validation ${text}` : text));
  const line = [...trained, ...validated].join(gap);
  if (line.length <= columns) return [line];
  return [...wrapped(trained, columns), ...wrapped(validated, columns).map((text) => gap + text)].map(
    (text) => text.slice(0, columns),
  );
}

/** Parts in lines, those after the first indented, with room left for one more indentation. */
function wrapped(parts: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = lines.length === 0 ? part : lines.at(-1)! + gap + part;
    if (longer.length <= columns - gap.length) lines.splice(-1, 1, longer);
    else lines.push(lines.length === 0 ? part : gap + part);
  }
  return lines;
}

const gap = "  ";

const head = (title: string, epoch: number, epochs: number): string[] => [
  `${title} ${epoch}${epochs < Infinity ? `/${epochs}` : ""}`.trimStart(),
];

function bar(done: number, width: number): string {
  const full = Math.round(Math.min(1, done) * width);
  return "━".repeat(full) + "╌".repeat(width - full);
}

/** Numbers that are parts of a metric, such as those of classes, would fill the line. */
function meansTexts(means: Means): string[] {
  const whole = Object.entries(means).filter(([name]) => !name.includes("/"));
  return whole.map(([name, value]) => `${name} ${value.toFixed(4)}`);
}

const count = (value: number) => Math.round(value).toLocaleString("en");

function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
