import { Argument } from "commander";
import { writeFile } from "node:fs/promises";
import { activations, type ActivationName } from "./activations.ts";
import { program, runOrExplain } from "./command-line.ts";
import { sampleActivation } from "./curves.ts";
import { figure } from "./figure.ts";
import { terminalPlot } from "./terminal-plot.ts";

const command = program("activation", "Draw an activation function and its derivative from -5 to 10.")
  .addArgument(new Argument("<name>", "which one").choices(Object.keys(activations)))
  .option("--svg <file>", "write a figure instead of drawing in the terminal")
  .parse();

const name = command.args[0] as ActivationName;
const { svg } = command.opts<{ readonly svg?: string }>();

await runOrExplain(async () => {
  const curves = await sampleActivation(activations[name]);
  if (svg === undefined)
    console.log(terminalPlot(activations[name].facts, curves, process.stdout.columns ?? 80));
  else await writeFile(svg, figure(activations[name].facts, curves));
});
