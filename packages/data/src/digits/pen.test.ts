import { expect, it } from "vitest";
import { drawLine, type Canvas } from "./pen.ts";

function canvas(): Canvas {
  return { pixels: new Float32Array(81), side: 9 };
}

const pen = { radius: 1, ink: 1 };

it("draws ink up to the radius, and paper beyond it", () => {
  const image = canvas();
  drawLine(image, { x: 2, y: 4, ...pen }, { x: 6, y: 4, ...pen }, 1);
  const column = Array.from({ length: 9 }, (_, y) => image.pixels[9 * y + 4]);
  expect(column).toEqual([0, 0, 0, 0.5, 1, 0.5, 0, 0, 0]);
});

it("changes width and darkness evenly on the way", () => {
  const image = canvas();
  drawLine(image, { x: 1, y: 4, radius: 1, ink: 0 }, { x: 7, y: 4, radius: 1, ink: 0.6 }, 1);
  const row = Array.from(image.pixels.subarray(36, 45), (ink) => Math.round(10 * ink) / 10);
  expect(row).toEqual([0, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.3]);
});

it("keeps the darker ink where lines cross", () => {
  const image = canvas();
  drawLine(image, { x: 4, y: 0, ...pen }, { x: 4, y: 8, ...pen }, 1);
  const before = image.pixels.slice();
  drawLine(image, { x: 4, y: 0, radius: 1, ink: 0.3 }, { x: 4, y: 8, radius: 1, ink: 0.3 }, 1);
  expect(image.pixels).toEqual(before);
});

it("draws a spot where the line has no length", () => {
  const image = canvas();
  drawLine(image, { x: 4, y: 4, ...pen }, { x: 4, y: 4, ...pen }, 1);
  const inked = Array.from(
    image.pixels.filter((ink) => ink > 0),
    (ink) => Math.round(100 * ink) / 100,
  );
  expect(inked).toEqual([0.09, 0.5, 0.09, 0.5, 1, 0.5, 0.09, 0.5, 0.09]);
});

it("stays within the canvas", () => {
  const image = canvas();
  drawLine(image, { x: -20, y: -5, ...pen }, { x: 30, y: 14, ...pen }, 2);
  drawLine(image, { x: 20, y: 20, ...pen }, { x: 30, y: 20, ...pen }, 2);
  expect(image.pixels).toHaveLength(81);
  expect(image.pixels.every((ink) => ink >= 0 && ink <= 1)).toBe(true);
});
