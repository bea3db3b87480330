import { expect, it } from "vitest";
import type { Row } from "./measure.ts";
import { absenceList, digits, gainOfThreads, ratio, shareOfPeak, workTable } from "./table.ts";

const row = (peer: string, threads: number, median: number): Row => ({
  ...{ work: "gemm/64/nn", unit: "GFLOP/s", peer, threads },
  ...{ median, min: median / 2, max: median * 2, runs: 3 },
});
const rows = [
  row("piecewise-wasm", 1, 40),
  row("wasm-peak", 1, 64),
  row("jax-js", 1, 20),
  row("pytorch", 2, 9),
];

it("compares with piecewise-wasm on as many threads", () => {
  expect(ratio(rows[2], rows)).toBe(2);
  expect(ratio(rows[3], rows)).toBeUndefined();
});

it("turns the ratio round where less is better", () => {
  const times = rows.map((row) => ({ ...row, unit: "ms" }) as const);
  expect(ratio(times[2], times)).toBe(0.5);
});

it("gives work in GFLOP/s as a share of the peak", () => {
  expect(shareOfPeak(rows[0], rows)).toBe(0.625);
  expect(shareOfPeak({ ...rows[0], unit: "GB/s" }, rows)).toBeUndefined();
});

it("compares training on two threads with one thread of the same peer", () => {
  const steps = [1, 2].map(
    (threads) => ({ ...row("pytorch", threads, threads * 0.75), unit: "steps/s" }) as const,
  );
  expect(gainOfThreads(steps[1], steps)).toBe(2);
  expect(gainOfThreads(steps[0], steps)).toBeUndefined();
  expect(gainOfThreads(steps[1], [steps[1]])).toBeUndefined();
});

it("prints a work's rows in columns", () => {
  expect(workTable(rows).split("\n")).toEqual([
    "gemm/64/nn",
    "  peer            threads  median  min–max     unit  piecewise-wasm is  of the peak",
    "  piecewise-wasm        1      40    20–80  GFLOP/s                            63 %",
    "  wasm-peak             1      64   32–128  GFLOP/s",
    "  jax-js                1      20    10–40  GFLOP/s              2.00×         31 %",
    "  pytorch               2       9   4.5–18  GFLOP/s                            14 %",
  ]);
});

it("leaves columns out that are empty", () => {
  const [, titles] = workTable([{ ...rows[0], unit: "GB/s" }]).split("\n");
  expect(titles).toBe("  peer            threads  median  min–max  unit");
});

it("ends with what was absent", () => {
  expect(absenceList([])).toBe("Nothing was absent.");
  const reason = "no such file";
  expect(absenceList([{ peer: "pytorch", threads: 2, reason }])).toBe(
    "Absent:\n  pytorch, 2 threads: no such file",
  );
});

it("names a reason once for all works that it keeps from being measured", () => {
  const absences = ["a", "b", "c"].map((work) => ({
    peer: "brain.js",
    threads: 1,
    work,
    reason: "no batches",
  }));
  expect(absenceList(absences)).toBe("Absent:\n  brain.js, 1 thread, a and 2 others: no batches");
});

it("writes three digits", () => {
  expect([0.01234, 5.678, 1234.5].map(digits)).toEqual(["0.0123", "5.68", "1235"]);
});
