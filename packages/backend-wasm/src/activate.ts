import { input, scalar, type Formula } from "@piecewise/expressions";
import type { Activated } from "@piecewise/spec";
import type { Code, Local } from "./emitter/code.ts";
import type { Module } from "./emitter/module.ts";
import { scalarsAt, type Engine } from "./engine.ts";
import { FormulaLoop } from "./map/formula-loop.ts";
import { Lanes } from "./map/lanes.ts";

/** Emits what happens to the sums of a tile before they are stored. */
export type LastStep = (code: Code, sums: readonly Local[]) => void;

/** Puts each of several sums through a formula. Its scalars lie where those of a `map` lie. */
export function activate(engine: Engine, module: Module, formula: Formula): LastStep {
  return (code, sums) => {
    const lanes = new Lanes(engine, module, code);
    const scalars = formula.scalars.map((_, i) => {
      const local = code.local("v128");
      code
        .i32(0)
        .at("load32Splat", scalarsAt + 4 * i)
        .set(local);
      return local;
    });
    for (const sum of sums) {
      const loop = new FormulaLoop(lanes);
      scalars.forEach((local, i) => loop.provide(scalar(i), local));
      loop.provide(input(0), sum);
      loop.compute(formula.outputs);
      loop.push(formula.outputs[0]);
      code.set(sum);
    }
  };
}

/** What a kernel's key says of its activation. */
export function activationKey({ activation }: Activated): string {
  return activation === undefined ? "" : activation.formula.key;
}
