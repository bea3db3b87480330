import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { Row } from "./measure.ts";

const folder = mkdtempSync(join(tmpdir(), "bench-"));
afterAll(() => rmSync(folder, { recursive: true }));

function bench(...options: string[]) {
  const program = ["--conditions=@piecewise/source", join(import.meta.dirname, "main.ts")];
  return spawnSync(process.execPath, [...program, ...options], { encoding: "utf8" });
}

it("measures a product and training steps on our backends, and the peak", () => {
  const [json, svg] = [join(folder, "bench.json"), join(folder, "bench.svg")];
  const { status, stdout } = bench(
    ...[
      "--peers",
      "piecewise-wasm,piecewise-js,wasm-peak,hand-made",
      "--only",
      "gemm/64/nn|(train|fit)/mlp/b32/adam",
    ],
    ...["--milliseconds", "20", "--rounds", "2", "--json", json, "--svg", svg],
  );
  expect(status).toBe(0);
  expect(stdout).toContain("Nothing was absent.");
  const rows = JSON.parse(readFileSync(json, "utf8")) as Row[];
  const which = rows.map(({ work, peer, threads, unit }) => `${work} ${peer} ${threads} ${unit}`);
  expect(which).toEqual([
    "gemm/64/nn piecewise-wasm 1 GFLOP/s",
    "gemm/64/nn piecewise-wasm 2 GFLOP/s",
    "gemm/64/nn piecewise-js 1 GFLOP/s",
    "gemm/64/nn wasm-peak 1 GFLOP/s",
    "train/mlp/b32/adam piecewise-wasm 1 steps/s",
    "train/mlp/b32/adam piecewise-wasm 2 steps/s",
    "train/mlp/b32/adam piecewise-js 1 steps/s",
    "train/mlp/b32/adam hand-made 1 steps/s",
    "fit/mlp/b32/adam piecewise-wasm 1 steps/s",
    "fit/mlp/b32/adam piecewise-wasm 2 steps/s",
    "fit/mlp/b32/adam piecewise-js 1 steps/s",
    "fit/mlp/b32/adam hand-made 1 steps/s",
  ]);
  for (const { median, min, max, runs } of rows) {
    expect(min).toBeGreaterThan(0);
    expect(median).toBeGreaterThanOrEqual(min);
    expect(max).toBeGreaterThanOrEqual(median);
    expect(runs).toBe(2);
  }
  expect(readFileSync(svg, "utf8")).toMatch(/^<svg .*<\/svg>\n$/s);
});

const built = join(import.meta.dirname, "..", "node_modules", "piecewise", "dist", "index.js");

it.runIf(existsSync(built))("measures the first step and the size of what is built, under load", () => {
  const json = join(folder, "programs.json");
  const { status, stdout } = bench(
    ...["--peers", "piecewise-wasm,piecewise-js", "--threads", "1", "--only", "first-step|bundle"],
    ...["--rounds", "2", "--load", "1", "--json", json],
  );
  expect(status).toBe(0);
  expect(stdout).toContain("Under load: 1 other process");
  const rows = JSON.parse(readFileSync(json, "utf8")) as Row[];
  const which = rows.map(
    ({ work, peer, threads, unit, runs }) => `${work} ${peer} ${threads} ${unit} ${runs}`,
  );
  expect(which).toEqual([
    "first-step/mlp piecewise-wasm 1 ms 2",
    "first-step/mlp piecewise-js 1 ms 2",
    "bundle/mlp-sgd piecewise-wasm 1 kB gzip 1",
  ]);
  for (const { min } of rows) expect(min).toBeGreaterThan(0);
});

it("reports a peer that is not there as absent, without a number", () => {
  const json = join(folder, "absent.json");
  const { status, stdout } = bench(
    ...["--peers", "pytorch", "--python", join(folder, "no-python"), "--only", "gemm/64/nn", "--json", json],
  );
  expect(status).toBe(0);
  expect(stdout).toContain("Absent:\n  pytorch, 1 thread: ");
  expect(JSON.parse(readFileSync(json, "utf8"))).toEqual([]);
});

it.each([
  ["an unknown peer", "--peers", "abacus"],
  ["a number of threads that nobody offers", "--threads", "3"],
  ["a pattern that is none", "--only", "("],
  ["a pattern that fits nothing", "--only", "^nothing$"],
])("exits with 2 at %s", (_what, ...options) => {
  expect(bench(...options).status).toBe(2);
});
