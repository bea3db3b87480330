import { Command, InvalidArgumentError } from "commander";
import { allPeers } from "./peers.ts";

/** What a run of the benchmark was asked for. */
export interface BenchOptions {
  readonly only?: RegExp;
  readonly json?: string;
  readonly svg?: string;
  readonly threads: readonly number[];
  readonly milliseconds: number;
  readonly rounds: number;
  readonly peers?: readonly string[];
  readonly load: number;
  readonly python: string;
  readonly installPeers?: boolean;
}

/** Reads the command line; called wrongly, the process exits with 2. */
export function readCommandLine(): BenchOptions {
  return new Command("bench")
    .description("Measure Piecewise beside other libraries, in one run and in turns.")
    .option("--only <pattern>", "works whose name fits this regular expression", pattern)
    .option("--peers <names>", `which of ${peerNames.join(", ")}; all unless given`, peerList)
    .option("--threads <count>", "1 or 2; both unless given", threadCount, [1, 2])
    .option("--milliseconds <number>", "how long a window is at least", wholeNumber, 300)
    .option("--rounds <number>", "windows for each peer and work", wholeNumber, 7)
    .option("--load <processes>", "keep so many other processes busy meanwhile", wholeNumber, 0)
    .option("--json <file>", "write the results there")
    .option("--svg <file>", "draw the results there")
    .option("--python <command>", "a Python that has PyTorch", "python3")
    .option("--install-peers", "first install the other JavaScript libraries, into apps/bench/.peers")
    .allowExcessArguments(false)
    .showHelpAfterError("(--help explains all options)")
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse()
    .opts<BenchOptions>();
}

const peerNames = allPeers("").map((peer) => peer.name);

function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new InvalidArgumentError("It must be a regular expression.");
  }
}

function peerList(text: string): readonly string[] {
  const names = text.split(",");
  const unknown = names.find((name) => !peerNames.includes(name));
  if (unknown === undefined) return names;
  throw new InvalidArgumentError(`There is no ${unknown}; choose from ${peerNames.join(", ")}.`);
}

function threadCount(text: string): readonly number[] {
  if (text === "1" || text === "2") return [Number(text)];
  throw new InvalidArgumentError("It must be 1 or 2.");
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError("It must be a whole number above 0.");
}
