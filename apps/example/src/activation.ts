import { Argument } from "commander";
import { writeFile } from "node:fs/promises";
import { styleText } from "node:util";
import { activations, type ActivationName } from "./activations.ts";
import { program, runOrExplain } from "./command-line.ts";
import { sampleActivation } from "./curves.ts";
import { figure } from "./figure.ts";
import { marks, terminalPlot } from "./terminal-plot.ts";

const command = program("activation", "Draw an activation function and its derivative from -5 to 10.")
  .addArgument(new Argument("<name>", "which one").choices(Object.keys(activations)))
  .option("--svg <file>", "write a figure instead of drawing in the terminal")
  .parse();

const activation = activations[command.args[0] as ActivationName];
const { svg } = command.opts<{ readonly svg?: string }>();

await runOrExplain(async () => {
  const curves = await sampleActivation(activation);
  if (svg === undefined) console.log(coloured(terminalPlot(activation, curves, terminalWidth())));
  else await writeFile(svg, figure(activation, curves));
});

/** The width of the terminal, else the one that the environment names, else 80. */
function terminalWidth(): number {
  return process.stdout.columns || Number(process.env["COLUMNS"]) || 80;
}

/** Colours the curves where the output is a terminal that shows colours. */
function coloured(plot: string): string {
  const colours = { [marks.value]: "blue", [marks.derivative]: "yellow", [marks.both]: "green" } as const;
  return plot.replaceAll(/[●○◉]/g, (mark) => styleText(colours[mark as keyof typeof colours], mark));
}
