import { xor } from "@piecewise/data";
import { linear } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { sgd } from "@piecewise/optimizers";
import { memory, tensor, zeros } from "@piecewise/tensor";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fit, tensorBoard, type TensorBoardOptions } from "../index.ts";
import { crc32, crc32c } from "../tensor-board/cyclic-redundancy.ts";
import { histogram } from "../tensor-board/event.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "piecewise-"))));
afterEach(() => rm(folder, { recursive: true }));

/** CRC-32C bit by bit, as its definition has it. */
function check(bytes: Uint8Array): number {
  let rest = 0xffffffffn;
  for (const byte of bytes) {
    rest ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) rest = (rest >> 1n) ^ (rest & 1n ? 0x82f63b78n : 0n);
  }
  const whole = Number(rest ^ 0xffffffffn);
  return (((whole >>> 15) | (whole << 17)) + 0xa282ead8) >>> 0;
}

/** The records of a file, once their checks are checked. */
function recordsIn(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records = [];
  for (let at = 0; at < bytes.length;) {
    const length = Number(view.getBigUint64(at, true));
    expect(view.getUint32(at + 8, true)).toBe(check(bytes.subarray(at, at + 8)));
    const content = bytes.subarray(at + 12, at + 12 + length);
    expect(view.getUint32(at + 12 + length, true)).toBe(check(content));
    records.push(content);
    at += length + 16;
  }
  return records;
}

type Fields = readonly (readonly [number, number | Uint8Array])[];

/** The fields of a message. */
function fieldsIn(bytes: Uint8Array): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: [number, number | Uint8Array][] = [];
  let at = 0;
  const variable = () => {
    let [value, shift] = [0, 1];
    for (; ; shift *= 128) {
      const byte = bytes[at++];
      value += (byte % 128) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = variable();
    const read = [
      () => variable(),
      () => ((at += 8), view.getFloat64(at - 8, true)),
      () => { const length = variable(); return (at += length, bytes.subarray(at - length, at)); },
      undefined, undefined,
      () => ((at += 4), view.getFloat32(at - 4, true)),
    ][tag % 8]!; // prettier-ignore
    fields.push([Math.floor(tag / 8), read()]);
  }
  return fields;
}

const get = (fields: Fields, number: number) => fields.find(([at]) => at === number)?.[1];
const text = (bytes: unknown) => new TextDecoder().decode(bytes as Uint8Array);

/** What each event shows: step, tag, and the fields of the value. */
async function shownIn(path: string) {
  const [name] = await readdir(path);
  const events = recordsIn(await readFile(join(path, name))).map(fieldsIn);
  expect(text(get(events[0], 3))).toBe("brain.Event:2");
  return events.slice(1).flatMap((event) =>
    fieldsIn(get(event, 5) as Uint8Array).map(([, bytes]) => {
      const value = fieldsIn(bytes as Uint8Array);
      return { step: get(event, 2), tag: text(get(value, 1)), value };
    }),
  );
}

async function trained(options: TensorBoardOptions) {
  const model = linear(2, 2);
  const data = xor({ count: 20, seed: 0 });
  const optimizer = sgd(model.parameters, { learningRate: 0.25 });
  const callbacks = [tensorBoard(folder, options)];
  const { epochs } = await fit(model, { data, loss: crossEntropy, optimizer, batchSize: 5, epochs: 2, validation: data, callbacks }); // prettier-ignore
  return { model, epochs, shown: await shownIn(folder) };
}

describe("tensorBoard", () => {
  it("writes the means, the learning rate and the losses of steps", async () => {
    const { epochs, shown } = await trained({ steps: 3 });
    expect(shown.map(({ step, tag }) => [step, tag])).toEqual([
      [3, "step/loss"],
      ...[
        [4, "validation/loss"],
        [4, "training/loss"],
        [4, "learning rate"],
      ],
      [6, "step/loss"],
      ...[
        [8, "validation/loss"],
        [8, "training/loss"],
        [8, "learning rate"],
      ],
    ]);
    expect(get(shown[2].value, 2)).toBe(Math.fround(epochs[0].training["loss"]));
    expect(get(shown[3].value, 2)).toBe(0.25);
  });

  it("writes how weights are spread", async () => {
    const { shown, model } = await trained({ histograms: true });
    const spread = shown.filter(({ tag }) => tag === "weights/weight").at(-1)!;
    const fields = fieldsIn(get(spread.value, 5) as Uint8Array);
    const weights = [...(await model.own.weight.data())];
    const numbers = (at: number) => [
      ...new Float64Array(Uint8Array.from(get(fields, at) as Uint8Array).buffer),
    ];
    expect([1, 2, 3].map((at) => get(fields, at))).toEqual([Math.min(...weights), Math.max(...weights), 4]);
    expect(get(fields, 4)).toBeCloseTo(
      weights.reduce((a, b) => a + b),
      12,
    );
    expect(numbers(7).reduce((a, b) => a + b)).toBe(4);
    expect(numbers(6).at(-1)).toBeCloseTo(Math.max(...weights), 12);
  });

  it("writes pictures, and frees them", async () => {
    const red = () => ({ red: tensor([[[1, 0, 0.5]], [[0, 0, 0]], [[0, 2, -1]]]) });
    const before = memory().tensors;
    const { shown, model } = await trained({ images: red });
    expect(memory().tensors - before).toBeLessThanOrEqual(Object.keys(model.own).length);
    const fields = fieldsIn(get(shown.find(({ tag }) => tag === "red")!.value, 4) as Uint8Array);
    expect([1, 2, 3].map((at) => get(fields, at))).toEqual([1, 3, 3]);
    const png = Buffer.from(get(fields, 4) as Uint8Array);
    const at = png.indexOf("IDAT");
    const pixels = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
    expect([...pixels]).toEqual([0, 255, 0, 0, 0, 0, 255, 128, 0, 0]);
    expect(png.readUInt32BE(png.length - 4)).toBe(0xae426082); // What every PNG ends with.
  });

  it("refuses a picture of another shape", async () => {
    await expect(trained({ images: () => ({ bad: zeros([2, 3, 3]) }) })).rejects.toThrow("tensorBoard: a picture is [channels, height, width], with 1 or 3 channels, for [2, 3, 3]"); // prettier-ignore
  });
});

it.each([
  ["CRC-32C", crc32c, 0xe3069283],
  ["CRC-32", crc32, 0xcbf43926],
])("%s of the digits 1 to 9 is the published one", (_, of, expected) => {
  expect(of(new TextEncoder().encode("123456789"))).toBe(expected);
});

it.each([[[]], [[3]], [[NaN, 1, 1]]])("a histogram of %j has as many numbers as are finite", (numbers) => {
  const value = get(fieldsIn(histogram("a", numbers)[1]), 1) as Uint8Array;
  const fields = fieldsIn(get(fieldsIn(value), 5) as Uint8Array);
  expect(get(fields, 3)).toBe(numbers.filter(Number.isFinite).length);
});
