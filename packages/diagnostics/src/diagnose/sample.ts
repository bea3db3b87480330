import type { ObservedChange, ObservedLoss, StepObserver } from "@piecewise/training";
import { grad, mul, noGrad, roll, scope, square, stopGradient, sum, type Parameter, type Tensor } from "@piecewise/tensor"; // prettier-ignore
import { add, max, min } from "@piecewise/tensor";
import { activationKind } from "./activation-kind.ts";
import { blocksOf, describe, kindOf, type Block, type Seen } from "./blocks.ts";
import { featureAxis, inputOf, measureBlock, measureInput, Squares } from "./measure.ts";
import { Readings, type Numbers } from "./readings.ts";

/** A block without its tensors, which are gone by the time somebody asks. */
export interface BlockFacts extends Pick<Block, "path" | "feeds"> {
  readonly description: string;
  readonly activation?: NonNullable<Block["activation"]>["kind"];
  readonly weight?: Parameter;
  readonly bias?: Parameter;
  /** The paths of the normalisations between the layer and its activation. */
  readonly norms: readonly string[];
  readonly units: number;
  /** How many numbers of the signal each unit has. */
  readonly perUnit: number;
  readonly inputSize: number;
}

/** What was seen in one step. */
export interface Sample {
  /** Counts from 1. */
  readonly step: number;
  readonly rows: number;
  readonly blocks: readonly BlockFacts[];
  readonly inputPerFeature: number;
  readonly output: OutputFacts;
  readonly optimizer: OptimizerFacts;
  /** Trainable parameters that the optimizer changed, and those it has. */
  readonly changed: readonly Parameter[];
  readonly held: ReadonlySet<Parameter>;
  readonly numbers: Numbers;
}

/** What the model ends in, and what its answers are compared with. */
export interface OutputFacts {
  readonly activation: string | undefined;
  readonly range: readonly [number, number] | undefined;
  readonly loss: string;
  readonly targetsAreLabels: boolean;
}

export interface OptimizerFacts {
  readonly name: string;
  readonly options: Readonly<Record<string, number | boolean>>;
}

/** Looks into one step. All is computed on the device; `read` is the only thing that waits. */
export class Sampling implements StepObserver {
  readonly #step: number;
  readonly #seen: Seen[] = [];
  readonly #readings = new Readings();
  #facts: Omit<Sample, "step" | "numbers" | "optimizer" | "changed" | "held"> | undefined;
  #change: Pick<Sample, "optimizer" | "changed" | "held"> | undefined;

  constructor(step: number) {
    this.#step = step;
  }

  readonly observe: StepObserver["observe"] = (path, stage, input, output) => {
    // Of several batches in a step the first is looked at.
    if (this.#facts === undefined) this.#seen.push({ path, stage, input, output });
  };

  readonly onLoss = (loss: ObservedLoss): void => {
    if (this.#facts !== undefined) return;
    scope(() => {
      const blocks = blocksOf(this.#seen);
      noGrad(() => this.#measure(blocks, loss));
      measureNoise(blocks, loss, this.#readings);
      this.#readings.hold();
      this.#facts = {
        rows: loss.prediction.shape[0] ?? 1,
        blocks: blocks.map(factsOf),
        inputPerFeature: perFeature(inputOf(this.#seen)),
        output: outputOf(this.#seen, loss),
      };
    });
    this.#seen.length = 0;
  };

  readonly onChange = ({ optimizer, norms }: ObservedChange): void => {
    noGrad(() => {
      norms.forEach(({ gradients, changes }, i) => {
        this.#readings.add(`gradients ${i}`, gradients);
        this.#readings.add(`changes ${i}`, changes);
      });
      this.#readings.hold();
    });
    this.#change = {
      optimizer: { name: optimizer.name, options: optimizer.options },
      changed: norms.flatMap(({ parameters }) => parameters),
      held: new Set(optimizer.parameters),
    };
  };

  /** What was seen; nothing if the step failed on its way. */
  async read(): Promise<Sample | undefined> {
    const numbers = await this.#readings.read();
    if (this.#facts === undefined || this.#change === undefined) return undefined;
    return { step: this.#step, ...this.#facts, ...this.#change, numbers };
  }

  #measure(blocks: readonly Block[], { value, prediction, targets, loss }: ObservedLoss): void {
    const squares = new Squares();
    measureInput(this.#seen, this.#readings);
    for (const block of blocks) measureBlock(block, this.#readings, squares);
    this.#readings.add("loss", value);
    const rows = prediction.shape[0] ?? 1;
    // Each row with another row's answer: no worse than its own if the answers have nothing to do with the targets.
    if (rows > 1)
      this.#readings.add(
        "loss of others",
        loss(roll(prediction, Math.floor(rows / 2), { axis: 0 }), targets),
      );
    if (targets.dtype === "int32") return;
    this.#readings.add("largest target", max(targets));
    this.#readings.add("smallest target", min(targets));
  }
}

/**
 * The squared gradients of the last layer, row by row, added up: (Σ δ²) · (Σ a²) for each row, where δ is the gradient of its
 * answer and a what the layer was given. Goodfellow, "Efficient per-example gradient computations", 2015.
 */
function measureNoise(blocks: readonly Block[], seen: ObservedLoss, readings: Readings): void {
  const { prediction, targets, loss } = seen;
  const layer = blocks.at(-1)?.layer;
  if (layer?.output !== prediction || prediction.rank !== 2 || kindOf(layer.stage) !== "linear") return;
  const slope = grad((p: Tensor) => loss(p, targets))(stopGradient(prediction));
  noGrad(() => {
    const given = sum(square(layer.input), { axis: 1 });
    const withBias = layer.bias === undefined ? given : add(given, 1);
    readings.add("row gradients²", sum(mul(sum(square(slope), { axis: 1 }), withBias)));
  });
}

function factsOf(block: Block): BlockFacts {
  const { path, layer, norms, activation, signal, unitAxis } = block;
  const units = signal.shape[unitAxis];
  return {
    path,
    description: describe(block),
    ...(activation === undefined ? {} : { activation: activation.kind }),
    ...(layer === undefined ? {} : { weight: layer.weight }),
    ...(layer?.bias === undefined ? {} : { bias: layer.bias }),
    norms: norms.map((norm) => norm.path),
    feeds: block.feeds,
    units,
    perUnit: signal.size / units,
    inputSize: layer?.input.size ?? 0,
  };
}

function perFeature(input: Tensor | undefined): number {
  if (input === undefined || input.rank < 2) return 0;
  return input.size / input.shape[featureAxis(input)];
}

function outputOf(seen: readonly Seen[], { targets, loss, prediction }: ObservedLoss): OutputFacts {
  const last = seen.find(({ stage, output }) => output === prediction && activationKind(stage) !== undefined);
  const kind = last === undefined ? undefined : activationKind(last.stage);
  return {
    activation: kind?.name,
    range: kind?.range,
    loss: loss.name,
    targetsAreLabels: targets.dtype === "int32",
  };
}
