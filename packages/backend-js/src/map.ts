import type { Formula } from "@piecewise/expressions";
import { sizeOf, type Kernel, type TypedArray } from "@piecewise/spec";
import { closedLoop } from "./map-closures.ts";
import { generatedLoop, mayGenerateCode } from "./map-code.ts";
import { innerStep, simplified, type Loop, type Nest } from "./nest.ts";

// A formula with a new constant each time is a new formula: the oldest are forgotten, and made again if they return.
const mostFormulas = 1000;

/**
 * The kernel that makes a loop from each formula it meets, and keeps it. A loop serves one formula, one number of axes
 * and one kind of array in each place, so that the engine can compile it for exactly these.
 */
export function mapKernel(codeGeneration: boolean | undefined): Kernel<TypedArray, "map"> {
  const loops = new Map<string, Map<string, Loop>>();
  let generates = codeGeneration;
  return (outputs, inputs, { formula, scalars, shape, strides }) => {
    if (sizeOf(shape) === 0) return;
    const nest = simplified(shape, strides);
    const known = loopsOf(loops, formula);
    const kind = kindOf(outputs, inputs, nest);
    let loop = known.get(kind);
    if (loop === undefined) {
      generates ??= mayGenerateCode();
      loop = generates ? generatedLoop(formula, outputs, nest) : closedLoop(formula);
      known.set(kind, loop);
    }
    loop(outputs, inputs, scalars, nest);
  };
}

/** One loop for each group. */
export function updateKernel(map: Kernel<TypedArray, "map">): Kernel<TypedArray, "update"> {
  return (outputs, inputs, { formula, scalars, sizes, sums = 0 }) => {
    const [taken, given] = [formula.inputs, formula.outputs.length - sums];
    const strides = Array.from({ length: taken }, () => [1]);
    sizes.forEach((size, group) => {
      const terms = Array.from({ length: sums }, () => new Float64Array(size));
      map(
        [...outputs.slice(group * given, (group + 1) * given), ...terms],
        inputs.slice(group * taken, (group + 1) * taken),
        { formula, scalars, shape: [size], strides },
      );
      terms.forEach((term, i) => (outputs.at(-1)![group * sums + i] = term.reduce((a, b) => a + b, 0)));
    });
  };
}

function loopsOf(loops: Map<string, Map<string, Loop>>, { key }: Formula): Map<string, Loop> {
  const known = loops.get(key);
  if (known !== undefined) return known;
  const [oldest] = loops.keys();
  if (loops.size >= mostFormulas) loops.delete(oldest);
  const made = new Map<string, Loop>();
  loops.set(key, made);
  return made;
}

/** What a loop is made for besides its formula. */
function kindOf(outputs: readonly TypedArray[], inputs: readonly TypedArray[], nest: Nest): string {
  let kind = `${nest.sizes.length}`;
  for (const buffer of outputs) kind += ` ${buffer[Symbol.toStringTag]}`;
  inputs.forEach((buffer, i) => (kind += ` ${buffer[Symbol.toStringTag]} ${innerStep(nest, i)}`));
  return kind;
}
