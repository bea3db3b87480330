import { textTable } from "../text-table.ts";
import type { Lab } from "./lab.ts";
import type { Spread, VariantOverSeeds } from "./over-seeds.ts";

/** An experiment's numbers as a table for the terminal. */
export function labText(lab: Lab, variants: readonly VariantOverSeeds[]): string {
  return [`${lab.title}\n`, lab.claim, lab.setting, "", table(lab, variants), "", lab.lesson].join("\n");
}

/** The page on all experiments, in Markdown. Figures lie in a folder beside it. */
export function labsPage(
  sections: readonly (readonly [name: string, lab: Lab, variants: readonly VariantOverSeeds[]])[],
  seeds: number,
): string {
  return `${head(seeds)}${sections.map(([name, lab, variants]) => section(name, lab, variants)).join("")}`;
}

const head = (seeds: number) => `<!-- Written by \`pnpm lab --all --write\`; do not edit. -->

# Experiments

What textbooks say about activation functions, measured. Each experiment is a program of a few seconds: \`pnpm lab\` lists them, and
\`pnpm lab NAME\` runs one. Numbers are medians over ${seeds} seeds, in brackets from the least to the greatest. They are computed on one
thread of the WebAssembly backend, and tests hold the claims.
`;

function section(name: string, lab: Lab, variants: readonly VariantOverSeeds[]): string {
  return `
## ${lab.title}

${lab.claim}

${lab.setting}

![${lab.chart.y.label} by ${lab.chart.x.label}](labs/${name}.svg)

_${lab.chart.caption}_

${markdownTable([titlesOf(lab), ...cells(lab, variants)])}

${lab.lesson}

\`pnpm lab ${name}\` · [source](../apps/example/src/labs/${name}.ts)
`;
}

function table(lab: Lab, variants: readonly VariantOverSeeds[]): string {
  return textTable(titlesOf(lab), cells(lab, variants));
}

const titlesOf = ({ columns }: Lab) => ["", ...columns.map(({ title }) => title)];

/** Padded as the formatter wants it. */
function markdownTable([titles, ...rows]: readonly (readonly string[])[]): string {
  const widths = titles.map((title, c) => Math.max(3, title.length, ...rows.map((row) => row[c].length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, c) => cell.padEnd(widths[c])).join(" | ")} |`;
  return [titles, widths.map((width) => "-".repeat(width)), ...rows].map(line).join("\n");
}

function cells({ columns }: Lab, variants: readonly VariantOverSeeds[]): string[][] {
  return variants.map(({ name, numbers }) => [
    name,
    ...numbers.map((number, i) => cell(number, columns[i].text)),
  ]);
}

/** `0.12 (0.1 … 0.3)`, or the median alone where all are the same. */
function cell({ least, median, greatest }: Spread, text: (value: number) => string): string {
  const [low, middle, high] = [least, median, greatest].map(text);
  return low === high ? middle : `${middle} (${low} … ${high})`;
}
