import { setTimeout as sleep } from "node:timers/promises";
import { bundleSize } from "./bundle.ts";
import type { Child } from "./child.ts";
import { firstStep } from "./first-step.ts";
import { summarize, type Summary } from "./statistics.ts";
import type { Unit, Work } from "./works.ts";

/** A row of the JSON file. */
export interface Row extends Summary {
  readonly work: string;
  readonly peer: string;
  readonly threads: number;
  readonly unit: Unit;
}

/** What could not be measured, and why. */
export interface Absence {
  readonly peer: string;
  readonly threads: number;
  /** None if the peer could not be started at all. */
  readonly work?: string;
  readonly reason: string;
}

export interface Windows {
  readonly rounds: number;
  readonly milliseconds: number;
}

/** A peer gets no further window of a work after so many seconds in it. */
const longest = 30;
/** Threads of a peer that has just answered spin for a few milliseconds before they sleep. */
const restMilliseconds = 20;

/** Starts every peer; those that are not installed are absent. */
export async function startAll(children: readonly Child[]): Promise<{ running: Child[]; absent: Absence[] }> {
  const running: Child[] = [];
  const absent: Absence[] = [];
  for (const child of children) {
    try {
      await child.start();
      running.push(child);
    } catch (error) {
      absent.push(absence(child, error));
    }
  }
  return { running, absent };
}

/** Whether a peer has to do with a work; only then is it missed if it cannot do it. */
export function takesPart({ peer, threads }: Child, work: Work): boolean {
  if (work.kind === "first-step") return peer.firstStep !== undefined;
  if (work.kind === "bundle") return peer.bundle !== undefined && threads === peer.threads[0];
  if ("peers" in work && work.peers?.test(peer.name) === false) return false;
  return peer.works?.test(work.name) ?? true;
}

/** One window of a work. */
async function take(work: Work, child: Child, milliseconds: number): Promise<number> {
  const { peer, threads } = child;
  if (work.kind === "first-step") return firstStep(peer.firstStep!(threads), threads);
  if (work.kind === "bundle") return bundleSize(peer.bundle!);
  return child.measure(work, milliseconds);
}

/** Measures one work. In each round, each peer in turn gets a window, so that a disturbance meets all of them. */
export async function measure(work: Work, children: readonly Child[], { rounds, milliseconds }: Windows) {
  const values = new Map<Child, number[]>(children.map((child) => [child, []]));
  const seconds = new Map<Child, number>();
  const absent: Absence[] = [];
  // A size is the same in every round.
  for (let round = 0; round < (work.kind === "bundle" ? 1 : rounds); round++)
    for (const [child, measured] of values) {
      if ((seconds.get(child) ?? 0) > longest) continue;
      const started = performance.now();
      try {
        measured.push(await take(work, child, milliseconds));
      } catch (error) {
        absent.push({ ...absence(child, error), work: work.name });
        values.delete(child);
      }
      seconds.set(child, (seconds.get(child) ?? 0) + (performance.now() - started) / 1000);
      await sleep(restMilliseconds);
    }
  return { rows: [...values].map(([child, measured]) => row(work, child, measured)), absent };
}

function row(work: Work, { peer, threads }: Child, values: readonly number[]): Row {
  return { work: work.name, peer: peer.name, threads, unit: work.unit, ...summarize(values) };
}

function absence({ peer, threads }: Child, error: unknown): Absence {
  const reason = error instanceof Error ? error.message : String(error);
  return { peer: peer.name, threads, reason };
}
