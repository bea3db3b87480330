import { expect, it } from "vitest";
import { Heap } from "./heap.ts";

const page = 65536;

function makeHeap(maximumPages: number): Heap {
  return new Heap(new WebAssembly.Memory({ initial: 1, maximum: maximumPages }), 0, maximumPages);
}

it("reuses a freed block for the next one of its size", () => {
  const heap = makeHeap(4);
  const first = heap.alloc(1000);
  const second = heap.alloc(1000);
  heap.free(first);
  expect(heap.alloc(990)).toBe(first);
  expect(second).not.toBe(first);
});

it("takes no new memory when the same sizes come again and again", () => {
  const heap = makeHeap(64);
  const round = () =>
    [100, 5000, 70_000].map((bytes) => heap.alloc(bytes)).forEach((address) => heap.free(address));
  round();
  const held = heap.memory.buffer.byteLength;
  for (let i = 0; i < 1000; i++) round();
  expect(heap.memory.buffer.byteLength).toBe(held);
});

it("says how much was asked for when memory is exhausted, and goes on with what there is", () => {
  const heap = makeHeap(4);
  expect(() => heap.alloc(8 * page)).toThrow(
    /alloc: asked for 0\.[56] MiB more, but 0\.1 MiB of at most 0\.3 MiB are in use/,
  );
  expect(heap.alloc(page)).toBe(0);
});

it("aligns blocks to cache lines", () => {
  const heap = makeHeap(4);
  for (const bytes of [1, 65, 300, 1025]) expect(heap.alloc(bytes) % 64).toBe(0);
});
