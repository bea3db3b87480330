import { print } from "@piecewise/expressions";
import { shapeText, type Attributes, type KernelName } from "@piecewise/spec";

type Describe = { readonly [Name in KernelName]?: (attributes: Attributes[Name]) => string };

/** Kernels that are better told by a formula or by shapes than by numbers one after the other. */
const described: Describe = {
  map: ({ formula, scalars, shape }) => `${formulaText(formula, scalars)} ${shapeText(shape)}`,
  update: ({ sizes }) => `${sizes.length} groups, ${sizes.reduce((a, b) => a + b, 0)} numbers`,
  matmul: ({ batch, m, k, n }) => {
    const many = batch > 1 ? [batch] : [];
    return `${shapeText([...many, m, k])} · ${shapeText([...many, k, n])}`;
  },
  reduce: ({ operation, outer, size, inner }) =>
    `${operation} ${shapeText([outer, size, inner])} along the middle`,
  copy: ({ from }) => shapeText(from.shape),
};

/** A kernel call in a line: `map log(x) [32, 10]`, `matmul [32, 784] · [784, 128]`. */
export function kernelText<Name extends KernelName>(kernel: Name, attributes: Attributes[Name]): string {
  const describe = described[kernel] as ((attributes: Attributes[Name]) => string) | undefined;
  return `${kernel} ${describe === undefined ? numbersText(attributes) : describe(attributes)}`;
}

/** Numbers that are the same for all elements are computed before the loop, so a formula may print as α. */
function formulaText({ outputs }: Attributes["map"]["formula"], scalars: readonly number[]): string {
  const names = scalars.map((value) => String(Number(value.toPrecision(4))));
  return outputs.map((output) => print(output, { scalars: names })).join(", ");
}

/** `outer 32, size 10, inner 1` */
function numbersText(attributes: object): string {
  const numbers = Object.entries(attributes).filter(([, value]) => typeof value === "number");
  return numbers.map(([name, value]) => `${name} ${value}`).join(", ");
}
