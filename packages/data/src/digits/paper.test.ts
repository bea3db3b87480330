import { expect, it } from "vitest";
import { random } from "../random.ts";
import { dirty } from "./paper.ts";
import { drawLine } from "./pen.ts";

function sheet(seed: number): Float32Array {
  const pixels = new Float32Array(784);
  const pen = { radius: 1.5, ink: 1 };
  drawLine({ pixels, side: 28 }, { x: 14, y: 4, ...pen }, { x: 14, y: 24, ...pen }, 1);
  dirty({ pixels, side: 28 }, random(seed));
  return pixels;
}

it("leaves what is written darker than the paper", () => {
  for (let seed = 0; seed < 50; seed++) {
    const pixels = sheet(seed);
    const mean = pixels.reduce((sum, ink) => sum + ink, 0) / pixels.length;
    expect(pixels[14 * 28 + 14]).toBeGreaterThan(mean + 0.3);
  }
});

it("soils each sheet in its own way", () => {
  expect(sheet(1)).not.toEqual(sheet(2));
  expect(sheet(1)).toEqual(sheet(1));
});
