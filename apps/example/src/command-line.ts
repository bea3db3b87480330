import { Command, InvalidArgumentError, Option } from "commander";
import { dataNames, isTableFile } from "./data-sets.ts";

/** A program that exits with 2 when it is called wrongly. */
export function program(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .allowExcessArguments(false)
    .showHelpAfterError("(--help explains all options)")
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
}

/** An option that takes one of several words. */
export function choice(
  flags: string,
  description: string,
  allowed: readonly string[],
  preset: string,
): Option {
  return new Option(flags, description).choices(allowed).default(preset);
}

/** An option that takes the name of a data set, or a .csv file. */
export function dataOption(description: string, preset?: string): Option {
  const names = dataNames.map((name) => JSON.stringify(name)).join(", ");
  const option = new Option("--data <name>", `${description} (${names}, or a .csv file with --target)`);
  option.argParser((name: string) => {
    if (dataNames.includes(name) || isTableFile(name)) return name;
    throw new InvalidArgumentError(`Allowed choices are ${dataNames.join(", ")}, or a .csv file.`);
  });
  return preset === undefined ? option : option.default(preset);
}

/** Reads a whole number that is at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`It must be a whole number, at least ${least}.`);
  };
}

/** Reads a number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
}

/** Reads a number. */
export function anyNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It must be a number.");
}

/** Runs a program's body; what goes wrong is said in one line, and the process exits with 1. */
export async function runOrExplain(body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof Error ? `error: ${error.message}` : error);
    process.exitCode = 1;
  }
}
