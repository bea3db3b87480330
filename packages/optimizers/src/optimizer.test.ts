import { constant } from "@piecewise/expressions";
import {
  add,
  backward,
  currentBackend,
  memory,
  mul,
  neg,
  parameter,
  scope,
  sum,
  useBackend,
  type Tensor,
} from "@piecewise/tensor";
import { afterEach, describe, expect, it } from "vitest";
import * as optimizers from "./index.ts";
import { adam, adamW, defineOptimizer, sgd, type MakeOptimizer, type Optimizer } from "./index.ts";

const { adadelta, adagrad, adamax, asgd, lamb, lion, nadam, radam, rmsprop, rprop } = optimizers;
type Make = MakeOptimizer<{ readonly learningRate: number }>;
const makers: readonly Make[] = [
  ...[sgd, adagrad, adadelta, adam, adamW, nadam, radam],
  ...[adamax, rmsprop, asgd, rprop, lion, lamb],
];
const square = (...ws: ReturnType<typeof parameter>[]) =>
  ws.map((w): Tensor => sum(mul(w, w))).reduce((a, b) => add(a, b));
const byName = makers.map((make) => [make([parameter([0])]).name, make] as const);
/** Learning rates with which a parabola's minimum is found in 200 steps, where 0.1 is too small. */
const faster: Readonly<Record<string, number>> = { adagrad: 1, adadelta: 20 };

it("the table above has every optimizer that the package exports", () => {
  const made = Object.entries(optimizers).filter(([, value]) => makers.includes(value as Make));
  expect(made.map(([name]) => name).sort()).toEqual(byName.map(([name]) => name).sort());
  expect(Object.values(optimizers).filter(makesOptimizers)).toHaveLength(makers.length);
});

/** Whether a function makes an optimizer that takes steps with gradients. */
function makesOptimizers(exported: unknown): boolean {
  try {
    return "progress" in (exported as Make)([parameter([0])]);
  } catch {
    return false;
  }
}

describe.each(byName)("%s", (name, make) => {
  it("finds the minimum of a parabola", async () => {
    const w = parameter([3, -4]);
    const optimizer = make([w], { learningRate: faster[name] ?? 0.1 });
    for (let i = 0; i < 200; i++) optimizer.step(backward(square(w)));
    for (const value of await w.data()) expect(Math.abs(value)).toBeLessThan(0.15);
  });

  it("climbs with maximize as it falls without", async () => {
    const [up, down] = [parameter([3, -4]), parameter([3, -4])];
    const [climbing, falling] = [make([up], { maximize: true }), make([down])];
    for (let i = 0; i < 3; i++) {
      climbing.step(backward(neg(square(up))));
      falling.step(backward(square(down)));
    }
    expect(await up.data()).toEqual(await down.data());
  });

  it("measures gradients and changes on the way, and changes the same", async () => {
    const start = [[3, -4], [[1, 2, 2]]]; // prettier-ignore
    const [plain, measured] = [0, 1].map(() => start.map((values) => parameter(values)));
    const optimizers = [plain, measured].map((list) => make(list));
    for (let i = 0; i < 3; i++) {
      const before = await Promise.all(measured.map((p) => p.data()));
      const [first, second] = [plain, measured].map(([a, b]) =>
        backward(add(sum(square(a)), sum(square(b)))),
      );
      optimizers[0].step(first);
      const [norms] = optimizers[1].step(second, { norms: true });
      expect(norms.parameters).toEqual(measured);
      const [gradients, changes] = [await norms.gradients.data(), await norms.changes.data()];
      for (const [j, p] of measured.entries()) {
        const after = await p.data();
        expect(after).toEqual(await plain[j].data());
        expect(gradients[j]).toBeCloseTo(Math.hypot(...(await second.of(p).data())), 4);
        expect(changes[j]).toBeCloseTo(Math.hypot(...after.map((value, k) => value - before[j][k])), 4);
      }
    }
  });

  it("leaves a frozen parameter alone, and goes on once it is free", async () => {
    const [free, frozen] = [parameter([1]), parameter([1], { trainable: false })];
    const optimizer = make([free, frozen], { learningRate: 0.1 });
    optimizer.step(backward(square(free, frozen)));
    expect(await frozen.array()).toEqual([1]);
    expect(await free.item()).toBeLessThan(1);
    frozen.trainable = true;
    optimizer.step(backward(square(free, frozen)));
    expect(await frozen.item()).toBeLessThan(1);
  });

  it("starts a parameter anew that got its first gradient late, as PyTorch does", async () => {
    const [early, late] = [parameter([1]), parameter([1])];
    const optimizer = make([early, late]);
    for (let i = 0; i < 20; i++) optimizer.step(backward(square(early)));
    optimizer.step(backward(square(late)));
    const alone = parameter([1]);
    make([alone]).step(backward(square(alone)));
    expect(await late.item()).toBe(await alone.item());
  });

  it("leaves a parameter alone that the loss does not depend on", async () => {
    const [used, unused] = [parameter([1]), parameter([1])];
    make([used, unused]).step(backward(square(used)));
    expect(await unused.array()).toEqual([1]);
  });

  it("holds one number for each number and slot, and no other memory", () => {
    const w = parameter([1, 2, 3]);
    const before = memory();
    const slots = Object.keys(make([w]).slots(w)).length;
    const after = memory();
    expect([after.tensors - before.tensors, after.bytes - before.bytes]).toEqual([slots, slots * 12]);
  });

  it("makes no memory grow in 200 steps", () => {
    const w = parameter([1, 2, 3]);
    const optimizer = make([w]);
    const before = memory();
    for (let i = 0; i < 200; i++) scope(() => optimizer.step(backward(square(w))));
    expect(memory()).toEqual(before);
  });

  it.each([
    [{ lr: 1 }, "has no option lr, only learningRate, "],
    [{ toString: 1 }, "has no option toString, only learningRate, "],
    [{ learningRate: "0.1" }, "option learningRate must be a finite number, at least 0, got 0.1 at step 0"],
    [{ learningRate: undefined }, "option learningRate must be a finite number, at least 0, got undefined"],
    [{ learningRate: NaN }, "option learningRate must be a finite number, at least 0, got NaN"],
    [{ learningRate: Infinity }, "option learningRate must be a finite number, at least 0, got Infinity"],
    [{ learningRate: -0.1 }, "option learningRate must be a finite number, at least 0, got -0.1"],
    [{ learningRate: () => NaN }, "option learningRate must be a finite number, at least 0, got NaN at step 0"], // prettier-ignore
  ])("refuses %o", (options, message) => {
    expect(() => make([parameter([1])], options as never)).toThrow(`${name}: ${message}`);
  });

  it("refuses an empty list, and a parameter that stands there twice", () => {
    const w = parameter([1]);
    expect(() => make([])).toThrow(`${name}: got no parameters; pass model.parameters`);
    expect(() => make([w, w])).toThrow(`${name}: got a parameter twice`);
  });
});

it.each([
  [
    () => sgd([parameter([1])], { nesterov: true }),
    "sgd: nesterov needs momentum above 0 and no dampening, got 0 and 0",
  ],
  [() => sgd([parameter([1])], { nesterov: 1 as never }), "sgd: option nesterov must be a boolean, got 1"],
  [() => adam([parameter([1])], { beta1: 1 }), "adam: beta1 and beta2 must be below 1, got 1 and 0.999"],
  [() => adamW([parameter([1])], { beta2: 2 }), "adamW: beta1 and beta2 must be below 1, got 0.9 and 2"],
])("refuses options that PyTorch refuses", (make, message) => {
  expect(make).toThrow(message);
});

describe("options", () => {
  it("follow a schedule from step 0, and say what is in force", async () => {
    const w = parameter([10]);
    const optimizer = sgd([w], { learningRate: (step) => step });
    expect(optimizer.options).toMatchObject({ learningRate: 0, momentum: 0, nesterov: false });
    for (const expected of [10, 9, 7]) {
      optimizer.step(backward(sum(w)));
      expect(await w.item()).toBe(expected);
    }
    expect(optimizer.options["learningRate"]).toBe(3);
  });

  it("change from the next step on through set, which refuses what the maker refuses and then changes nothing", async () => {
    const w = parameter([10]);
    const optimizer = sgd([w], { learningRate: 1 });
    optimizer.set("learningRate", 4);
    optimizer.step(backward(sum(w)));
    expect(await w.item()).toBe(6);
    expect(() => optimizer.set("rate", 1)).toThrow("sgd: has no option rate");
    expect(() => optimizer.set("learningRate", -1)).toThrow("at least 0, got -1");
    expect(() => optimizer.set("nesterov", true)).toThrow("nesterov needs momentum");
    expect(optimizer.options).toMatchObject({ learningRate: 4, nesterov: false });
  });

  it("that turn to NaN in a schedule are refused at that step, before anything changes", async () => {
    const w = parameter([10]);
    const optimizer = adam([w], { learningRate: (step) => (step < 1 ? 1 : NaN) });
    optimizer.step(backward(sum(w)));
    const before = await w.item();
    expect(() => optimizer.step(backward(sum(w)))).toThrow("got NaN at step 1");
    expect([await w.item(), optimizer.steps]).toEqual([before, 1]);
  });
});

describe("loops", () => {
  const backend = currentBackend();
  afterEach(() => useBackend(backend));

  /** The formulas of the loops that run in `body` and write more than one output or change a parameter. */
  function formulasOf(body: (optimizer: Optimizer) => void, make: () => Optimizer): Set<unknown> {
    const seen = new Set<unknown>();
    const optimizer = make();
    const update: typeof backend.kernels.update = (outputs, inputs, attributes) => {
      if (outputs.length > 1) seen.add(attributes.formula);
      backend.kernels.update(outputs, inputs, attributes);
    };
    useBackend({ ...backend, kernels: { ...backend.kernels, update } });
    body(optimizer);
    return seen;
  }

  it.each([
    ["a schedule", (optimizer: Optimizer) => optimizer.set("learningRate", (step) => 0.1 / (step + 1)), 1],
    ["set", (optimizer: Optimizer) => optimizer.set("learningRate", Math.random()), 1],
    ["another optimizer of the kind", () => sgd([parameter([1])]), 1],
    ["a switch", (optimizer: Optimizer) => optimizer.set("nesterov", optimizer.steps % 2 === 0), 2],
  ])("with %s there are as few as possible", (_, change, count) => {
    const w = parameter([1, 2]);
    const body = (optimizer: Optimizer) => {
      for (let i = 0; i < 10; i++) {
        change(optimizer);
        optimizer.step(backward(square(w)));
      }
    };
    expect(formulasOf(body, () => sgd([w], { momentum: 0.9 })).size).toBe(count);
  });
});

describe("defineOptimizer", () => {
  const signs = defineOptimizer({
    name: "signs",
    defaults: { learningRate: 0.5, flipped: false },
    slots: ["count"],
    update: ({ param, grad, count }, { learningRate, flipped, step }) => ({
      param: param.minus(
        grad
          .sign()
          .times(learningRate)
          .times(flipped ? constant(-1) : constant(1)),
      ),
      count: count.plus(step),
    }),
  });

  it("gives the rule numbers as symbols, switches as booleans, and slots that start at 0", async () => {
    const [w, v] = [parameter([1]), parameter([1])];
    const [ahead, back] = [signs([w]), signs([v], { flipped: true })];
    for (let i = 0; i < 3; i++) {
      ahead.step(backward(sum(w)));
      back.step(backward(sum(v)));
    }
    expect([await w.item(), await v.item()]).toEqual([-0.5, 2.5]);
    expect(await ahead.slots(w)["count"].item()).toBe(1 + 2 + 3);
    expect(ahead.slots(v)).toEqual({});
  });
});
