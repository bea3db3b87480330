import { Argument } from "commander";
import { writeFile } from "node:fs/promises";
import { styleText } from "node:util";
import { activations, type ActivationName } from "./activations.ts";
import { plotActivation } from "piecewise";
import { anyNumber, program, runOrExplain } from "./command-line.ts";
import { figure } from "./figure.ts";

const command = program("activation", "Draw an activation function and its derivative.")
  .addArgument(new Argument("<name>", "which one").choices(Object.keys(activations)))
  .option("--from <number>", "the smallest input", anyNumber, -5)
  .option("--to <number>", "the largest input", anyNumber, 10)
  .option("--svg <file>", "write a figure instead of drawing in the terminal")
  .parse();

const activation = activations[command.args[0] as ActivationName];
interface Options {
  readonly from: number;
  readonly to: number;
  readonly svg?: string;
}
const { from, to, svg }: Options = command.opts();

await runOrExplain(async () => {
  const plot = await plotActivation(activation, { from, to, columns: Math.max(16, terminalWidth()) });
  if (svg === undefined) console.log(coloured(plot.text));
  else await writeFile(svg, figure(activation, plot));
});

/** The width of the terminal, else the one that the environment names, else 80. */
function terminalWidth(): number {
  return process.stdout.columns || Number(process.env["COLUMNS"]) || 80;
}

/** Colours the curves where the output is a terminal that shows colours. */
function coloured(plot: string): string {
  const colours = { "●": "blue", "○": "yellow", "◉": "green" } as const;
  return plot.replaceAll(/[●○◉]/g, (mark) => styleText(colours[mark as keyof typeof colours], mark));
}
