import { calibrationRows, changeText, type Change } from "../history.ts";

/** What a program needs to make the changes of a run at their steps. */
export interface ProgramChanges {
  /** What it imports for them. */
  readonly names: readonly string[];
  /** Before `fit`. */
  readonly before: string;
  /** Among the options of `fit`. */
  readonly callbacks: string;
}

/** The changes of a run as code. `rows` makes the training data, and `seed` is that of the run. */
export function programChanges(changes: readonly Change[], rows: string, seed: number): ProgramChanges {
  if (changes.length === 0) return { names: [], before: "", callbacks: "" };
  const isWatched = changes.some(({ what }) => what === "revived");
  const reviving = `let health = diagnose(model);\nconst lives = seeded(${seed});\n`;
  const again = isWatched ? ["health = diagnose(model);"] : [];
  const entries = [...new Set(changes.map(({ step }) => step))].map((step) => {
    const lines = changes.filter((one) => one.step === step).flatMap((one) => linesOf(one, rows, again));
    return `  [${step}, async () => {\n${lines.map((line) => `    ${line}\n`).join("")}  }],\n`;
  });
  const observe = isWatched ? "observeStep: () => health.observeStep(), " : "";
  return {
    names: changes.flatMap(({ what }) => namesFor[what]),
    before: `${isWatched ? reviving : ""}// After so many steps.\nconst changes = new Map([\n${entries.join("")}]);\nawait changes.get(0)?.();\n`,
    callbacks: `  callbacks: [{ ${observe}onStep: ({ totalSteps }) => changes.get(totalSteps)?.() }],\n`,
  };
}

const namesFor: Readonly<Record<Change["what"], readonly string[]>> = {
  "learning rate": [],
  revived: ["diagnose", "resurrect"],
  calibrated: ["calibrate", "take", "toTensors"],
  loaded: [],
};

/** `again` is what the page does, too, once weights have changed. */
function linesOf(change: Change, rows: string, again: readonly string[]): readonly string[] {
  switch (change.what) {
    case "learning rate":
      return [`optimizer.set("learningRate", ${change.value});`];
    case "revived":
      return ["resurrect(model, optimizer, await health.report(), { random: lives });", ...again];
    case "calibrated":
      return [
        `const all = ${rows};`,
        `const count = Math.min(${calibrationRows}, all.inputs.shape[0]);`,
        "const first = take(all, Array.from({ length: count }, (_, row) => row));",
        "await calibrate(model, toTensors(first).inputs);",
        ...again,
      ];
    case "loaded":
      return [`// ${changeText(change)}: a program cannot do that again.`, ...again];
  }
}
