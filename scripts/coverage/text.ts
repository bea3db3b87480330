import type { Measured } from "../../vitest.shared.ts";
import { pytorchNames } from "./pytorch-names.ts";

const columns = [
  { title: "js", what: "forward", backend: "js" },
  { title: "js: gradient", what: "gradient", backend: "js" },
  { title: "js: second", what: "second gradient", backend: "js" },
  { title: "wasm", what: "forward", backend: "wasm" },
  { title: "wasm: gradient", what: "gradient", backend: "wasm" },
  { title: "wasm: second", what: "second gradient", backend: "wasm" },
] as const satisfies readonly { title: string; what: Measured["what"]; backend: Measured["backend"] }[];

/** docs/coverage.md, from what tests measured. */
export function coverageText(measured: readonly Measured[]): string {
  const own = byName(measured.filter(({ what }) => what !== "oracle"));
  const cases = byName(measured.filter(({ what }) => what === "oracle"));
  return `# Coverage

Written by the tests themselves (\`scripts/coverage\`), in every full run of \`pnpm test\`; CI fails when it is out of date.

## Operations, activations and losses

Each of them is found through the exports of its package; one that no test knows fails the run. A number is the largest error
that was found, relative to the largest number of the array, or to 1:

- \`js\` and \`wasm\`: the value in float32 against the value in float64, from the same inputs.
- \`js: gradient\` and \`js: second\`: the gradient, and the gradient of the gradient, in float64 against central differences, which
  themselves are exact to about 1e-9.
- \`wasm: gradient\` and \`wasm: second\`: both in float32 against float64.
- PyTorch: how many of PyTorch's cases (values and gradients, float32, on both backends) go through the operation by name, and the
  largest error there, without what \`packages/oracles\` judges apart.

"none" stands where a result does not change with the input bit by bit. \`maskedSelect\` waits for its mask; its own test asks for its
gradient.

${table(
  ["operation", ...columns.map(({ title }) => title), "PyTorch: cases", "largest error"],
  [...own].sort(([a], [b]) => a.localeCompare(b)).map(([name, results]) => operationRow(name, results, cases)),
)}

## PyTorch's cases

What \`packages/oracles\` runs in float64 and float32 on \`js\` and in float32 on \`wasm\`, by PyTorch's names; the errors are those in float32.

${table(
  ["suite", "operator", "cases", "js", "wasm"],
  [...cases].sort(([a], [b]) => a.localeCompare(b)).map(([of, results]) => {
    const on = (backend: Measured["backend"]) => results.filter((result) => result.backend === backend);
    return [...of.split("/"), String(on("js").length), worst(on("js")), worst(on("wasm"))];
  }),
)}
`;
}

function byName(measured: readonly Measured[]): Map<string, Measured[]> {
  const groups = new Map<string, Measured[]>();
  for (const one of measured) groups.set(one.of, [...(groups.get(one.of) ?? []), one]);
  return groups;
}

function operationRow(
  name: string,
  results: readonly Measured[],
  cases: ReadonlyMap<string, readonly Measured[]>,
): string[] {
  const cells = columns.map(({ what, backend }) => {
    const of = results.filter((result) => result.what === what && result.backend === backend);
    return of.length === 0 ? "none" : worst(of);
  });
  const compared = pytorchNames(name).flatMap((of) => cases.get(of) ?? []);
  const count = compared.filter(({ backend }) => backend === "js").length;
  return [`\`${name}\``, ...cells, String(count), count === 0 ? "no case" : worst(compared)];
}

/** The largest error to one digit, rounded up: the last bits of `Math.exp` and its like are no promise of JavaScript's. */
function worst(results: readonly Measured[]): string {
  const error = Math.max(...results.map((result) => result.error));
  if (error === 0) return "0";
  const power = Math.floor(Math.log10(error));
  const digit = Math.ceil(error / 10 ** power - 1e-9);
  return digit === 10 ? `1e${power + 1}` : `${digit}e${power}`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(titles), line(titles.map((_, i) => (i === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n");
}
