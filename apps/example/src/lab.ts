import { Argument } from "commander";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ready } from "piecewise";
import { program, runOrExplain, wholeNumber } from "./command-line.ts";
import { labFigure } from "./labs/chart.ts";
import { labs } from "./labs/labs.ts";
import { overSeeds } from "./labs/over-seeds.ts";
import { labsPage, labText } from "./labs/report.ts";

const command = program("lab", "Run an experiment from the textbook; without a name, list them.")
  .addArgument(new Argument("[name]", "which one").choices(Object.keys(labs)))
  .option("--seeds <number>", "how many seeds to run it from, 0 and up", wholeNumber(1), 5)
  .option("--svg <file>", "write its figure")
  .option("--all", "run all of them")
  .option("--write", "with --all: write docs/labs.md and its figures")
  .parse();

interface Options {
  readonly seeds: number;
  readonly svg?: string;
  readonly all?: true;
  readonly write?: true;
}
const [name] = command.args;
const { seeds: count, svg, all, write }: Options = command.opts();
const seeds = Array.from({ length: count }, (_, seed) => seed);
if (name === undefined ? svg !== undefined || (write && !all) : all || write)
  command.error("--svg goes with a name, --write with --all, and --all with no name", { exitCode: 2 });

await runOrExplain(async () => {
  // One thread, so that a run is the same on every machine; these networks are too small for more.
  await ready({ backend: "wasm", threads: 1 });
  if (name !== undefined) await runOne(name);
  else if (all) await runAll();
  else for (const [name, { claim }] of Object.entries(labs)) console.log(`${name}\n  ${claim}`);
});

async function runOne(name: string): Promise<void> {
  const variants = await overSeeds(labs[name], seeds);
  if (svg !== undefined) await writeFile(svg, labFigure(labs[name], variants, count));
  console.log(labText(labs[name], variants));
}

async function runAll(): Promise<void> {
  const sections = [];
  for (const [name, lab] of Object.entries(labs)) {
    const variants = await overSeeds(lab, seeds);
    console.log(`${labText(lab, variants)}\n`);
    sections.push([name, lab, variants] as const);
  }
  if (!write) return;
  const docs = join(import.meta.dirname, "../../../docs");
  await mkdir(join(docs, "labs"), { recursive: true });
  for (const [name, lab, variants] of sections)
    await writeFile(join(docs, "labs", `${name}.svg`), labFigure(lab, variants, count));
  await writeFile(join(docs, "labs.md"), labsPage(sections, count));
}
