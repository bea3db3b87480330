import type { Code, Local } from "./code.ts";

/** Emits a loop that runs `body` a fixed number of times; none for 0, no loop for 1. */
export function repeat(code: Code, count: number, body: () => void): void {
  if (count <= 0) return;
  if (count === 1) return body();
  const left = code.local("i32");
  code.i32(count).set(left);
  countDown(code, left, body);
}

/** Emits a loop that runs `body` as often as a local says when the loop is reached: at least once. */
export function countDown(code: Code, left: Local, body: () => void, by = 1): void {
  code.loop(() => {
    body();
    code.get(left).i32(by).do("i32Sub").tee(left);
    code.branchIf(0);
  });
}

/** Emits a loop over a count that may be 0. */
export function countDownFrom(code: Code, left: Local, body: () => void, by = 1): void {
  code.get(left).if(() => countDown(code, left, body, by));
}

/** Moves a pointer by a number of bytes known in advance. */
export function advance(code: Code, pointer: Local, bytes: number): void {
  if (bytes !== 0) code.get(pointer).i32(bytes).do("i32Add").set(pointer);
}

/** Moves a pointer by a number of bytes that a local holds. */
export function advanceBy(code: Code, pointer: Local, bytes: Local): void {
  code.get(pointer).get(bytes).do("i32Add").set(pointer);
}
