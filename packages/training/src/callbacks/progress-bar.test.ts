import { describe, expect, it, vi } from "vitest";
import type { EpochEvent, StepEvent } from "../callback.ts";
import { progressBar, type Output } from "./progress-bar.ts";
import { barLine } from "./progress-lines.ts";

const means = { loss: 0.1234567, accuracy: 0.98765 };
const base = { epoch: 2, epochs: 10, totalSteps: 15, stop: () => undefined, pause: () => undefined };
const step: StepEvent = {
  ...{ ...base, step: 5, steps: 10, rows: 3000 },
  loss: () => Promise.resolve(1),
  means: () => Promise.resolve(means),
};
const epochEnd: EpochEvent = {
  ...base,
  result: { epoch: 2, training: means, validation: means, seconds: 1.25, samplesPerSecond: 4800 },
};

/** What a training of one epoch writes. */
async function written(terminal: Omit<Output, "write">, title = ""): Promise<string[]> {
  const texts: string[] = [];
  const bar = progressBar({ output: { ...terminal, write: (text: string) => texts.push(text) }, title });
  await bar.onEpochStart?.({ ...base, steps: 10, rowsInEpoch: 6000 });
  await bar.onStep?.(step);
  await bar.onStep?.(step);
  await bar.onEpochEnd?.(epochEnd);
  await bar.onEnd?.({});
  return texts;
}

const clear = "\r\u001b[2K";
const visible = (texts: readonly string[]) =>
  texts.join("").replaceAll(clear, "\n").split("\n").filter(Boolean);

describe.each([1, 8, 20, 40, 80, 200])("in a terminal of %i columns", (columns) => {
  it.each(["", "cnn-lite"])("no line is as wide as the terminal, with the title '%s'", async (title) => {
    const lines = visible(await written({ isTTY: true, columns }, title));
    expect(lines.length).toBeGreaterThanOrEqual(columns > 1 ? 2 : 0);
    for (const line of lines) expect(line.length).toBeLessThan(columns);
  });
});

describe("in a terminal", () => {
  it("shows epoch, share, bar, means, speed and time left where there is room", async () => {
    const [bar] = visible(await written({ isTTY: true, columns: 120 }, "mlp"));
    expect(bar).toMatch(
      /^mlp 2\/10 {2}━{15}╌{15} {2} 50 % {2}loss 0\.1235 {2}accuracy 0\.9877 {2}[\d,∞]+\/s {2}0:0\d left$/,
    );
  });

  it("loses nothing of an epoch's result in 40 columns", async () => {
    const text = (await written({ isTTY: true, columns: 40 }, "cnn-lite")).join("");
    for (const part of ["cnn-lite 2/10", "loss 0.1235", "validation loss 0.1235", "1.3 s", "4,800/s"])
      expect(text).toContain(part);
  });

  it("puts validation on a line of its own in 80 columns", async () => {
    const lines = visible(await written({ isTTY: true, columns: 80 }, "mlp")).slice(1);
    expect(lines).toEqual([
      "mlp 2/10  loss 0.1235  accuracy 0.9877  1.3 s  4,800/s",
      "  validation loss 0.1235  accuracy 0.9877",
    ]);
  });

  it("takes a terminal that does not know its width for 80 columns wide", async () => {
    for (const terminal of [{ isTTY: true }, { isTTY: true, columns: 0 }]) {
      const lines = visible(await written(terminal));
      expect(lines[0].length).toBeGreaterThan(40);
      for (const line of lines) expect(line.length).toBeLessThan(80);
    }
  });

  it("draws at most ten times a second, and clears its bar at the end", async () => {
    const texts = await written({ isTTY: true, columns: 80 });
    expect(texts.filter((text) => text.includes("%"))).toHaveLength(1);
    expect(texts.at(-1)).toBe(clear);
  });
});

describe("where the output is no terminal", () => {
  it("writes one plain line an epoch, however long", async () => {
    const texts = await written({ columns: 20 }, "mlp");
    const line =
      "mlp 2/10  loss 0.1235  accuracy 0.9877  1.3 s  4,800/s  validation loss 0.1235  accuracy 0.9877\n";
    expect(texts).toEqual([line]);
  });

  it("never waits for the device", async () => {
    const asked = vi.fn(() => Promise.resolve(means));
    await progressBar({ output: { write: () => undefined } }).onStep?.({ ...step, means: asked });
    expect(asked).not.toHaveBeenCalled();
  });
});

it.each([
  [{ rows: 0, seconds: 0.1 }, "  0 %"],
  [{ rows: 6000, seconds: 90 }, "0:00 left"],
  [{ rows: 60, seconds: 1 }, "1:39 left"],
])("a bar at %o says %s", (at, text) => {
  const line = barLine({ ...base, title: "", rowsInEpoch: 6000, means: {}, ...at }, 100);
  expect(line).toContain(text);
});
