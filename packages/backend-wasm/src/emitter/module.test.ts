import { expect, it } from "vitest";
import { signed, unsigned } from "./leb128.ts";
import { repeat } from "./loops.ts";
import { Module } from "./module.ts";

const memory = new WebAssembly.Memory({ initial: 1, maximum: 4 });

function instantiate(module: Module, imports: Record<string, (x: number) => number> = {}) {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.bytes()), {
    env: { memory, ...imports },
  });
  return instance.exports as Record<string, (...args: number[]) => number>;
}

it.each([
  [0, [0]],
  [127, [127]],
  [128, [0x80, 1]],
  [624485, [0xe5, 0x8e, 0x26]],
  [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
])("writes the unsigned number %d seven bits a byte", (value, bytes) => {
  expect(unsigned(value)).toEqual(bytes);
});

it.each([
  [0, [0]],
  [-1, [0x7f]],
  [63, [0x3f]],
  [64, [0xc0, 0]],
  [-123456, [0xc0, 0xbb, 0x78]],
])("writes the signed number %d with its sign in bit 6 of the last byte", (value, bytes) => {
  expect(signed(value)).toEqual(bytes);
});

it("makes functions that add, loop and call each other", () => {
  const module = new Module({ shared: false, maximumPages: 4 });
  const double = module.function("double", ["f32"], ["f32"], false);
  double.code.get(0).get(0).do("f32Add");
  const { code } = module.function("timesSixteen", ["f32"], ["f32"]);
  repeat(code, 4, () => code.get(0).call(double.index).set(0));
  code.get(0);
  expect(instantiate(module).timesSixteen(3)).toBe(48);
});

it("calls functions that JavaScript gives, also when they are named after the first function", () => {
  const module = new Module({ shared: false, maximumPages: 4 });
  const { code } = module.function("run", ["f64"], ["f64"]);
  code.get(0).call(module.import("half", ["f64"], ["f64"]));
  expect(instantiate(module, { half: (x) => x / 2 }).run(5)).toBe(2.5);
});

it("works on vectors in the memory it shares with JavaScript", () => {
  const module = new Module({ shared: false, maximumPages: 4 });
  const { code } = module.function("square", ["i32"]);
  code.get(0).get(0).at("v128Load").get(0).at("v128Load").do("f32x4Mul").at("v128Store");
  const floats = new Float32Array(memory.buffer, 64, 4);
  floats.set([1, 2, 3, 4]);
  instantiate(module).square(64);
  expect([...floats]).toEqual([1, 4, 9, 16]);
});
