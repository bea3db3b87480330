import { writeFileSync } from "node:fs";
import { Child } from "./child.ts";
import { readCommandLine, type BenchOptions } from "./command-line.ts";
import { figure } from "./figure.ts";
import { installPeers } from "./install.ts";
import { startLoad } from "./load.ts";
import { measure, startAll, takesPart, type Absence, type Row } from "./measure.ts";
import { allPeers, threadsOf } from "./peers.ts";
import { absenceList, workTable } from "./table.ts";
import { works } from "./works.ts";

const options = readCommandLine();
const chosen = works.filter(({ name }) => options.only?.test(name) ?? true);
if (chosen.length === 0) {
  console.error(
    `error: no work fits --only ${options.only?.source}; there are\n${works.map((w) => w.name).join("\n")}`,
  );
  process.exit(2);
}
if (options.installPeers === true) installPeers();
const children = childrenFor(options);
try {
  await run(children);
} finally {
  for (const child of children) child.stop();
}

function childrenFor({ peers: names, python, threads: asked }: BenchOptions): Child[] {
  const peers = allPeers(python).filter(({ name }) => names?.includes(name) ?? true);
  const all = peers.flatMap((peer) => threadsOf(peer, asked).map((threads) => new Child(peer, threads)));
  return all.filter((child) => chosen.some((work) => takesPart(child, work)));
}

async function run(all: readonly Child[]): Promise<void> {
  const { running, absent } = await startAll(all);
  introduce(running);
  const endLoad = startLoad(options.load);
  try {
    await measureAll(running, absent);
  } finally {
    endLoad();
  }
}

async function measureAll(running: readonly Child[], absent: readonly Absence[]): Promise<void> {
  const rows: Row[] = [];
  const absences: Absence[] = [...absent];
  for (const work of chosen) {
    const able = running.filter((child) => takesPart(child, work));
    const measured = await measure(work, able, options);
    rows.push(...measured.rows);
    absences.push(...measured.absent);
    if (measured.rows.length > 0) console.log(`${workTable(measured.rows)}\n`);
    save(rows);
  }
  console.log(absenceList(absences));
}

function introduce(running: readonly Child[]): void {
  console.log(
    `${options.rounds} rounds of at least ${options.milliseconds} ms for each peer in turn; medians.`,
  );
  const { load } = options;
  if (load > 0) console.log(`Under load: ${load} other process${load > 1 ? "es" : ""} kept busy meanwhile.`);
  for (const { peer, threads, version } of running) {
    const note = peer.note === undefined ? "" : `; ${peer.note}`;
    console.log(`  ${peer.name}, ${threads} thread${threads > 1 ? "s" : ""}: ${version}${note}`);
  }
  console.log();
}

/** After every work, so that a run that is broken off leaves what it has. */
function save(rows: readonly Row[]): void {
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (options.svg !== undefined) writeFileSync(options.svg, figure(rows));
}
