import { inputMeasures, layerMeasures, mostlyFlat, noiseMeasures, type InputMeasures, type LayerMeasures, type NoiseMeasures } from "./measures.ts"; // prettier-ignore
import type { BlockFacts, Sample } from "./sample.ts";
import { UnitHistory } from "./unit-history.ts";

/** A sample in numbers: what is kept of it. */
export interface Moment {
  readonly step: number;
  readonly loss: number;
  /** The loss if each row gets another row's answer. */
  readonly lossOfOthers: number;
  readonly layers: ReadonlyMap<string, LayerMeasures>;
  readonly input: InputMeasures | undefined;
}

/** All that was seen: the first sample, the last ones, and what became of each unit. */
export class History {
  readonly #window: number;
  readonly units = new Map<string, UnitHistory>();
  readonly losses: { readonly step: number; readonly loss: number; readonly others: number }[] = [];
  /** An estimate of noise is itself so noisy that it takes more samples than the rest. */
  noise: NoiseMeasures[] = [];
  /** Since which step most of a layer's numbers lie where its activation is flat; layers of which this holds. */
  readonly flatSince = new Map<string, number>();
  first: Moment | undefined;
  recent: Moment[] = [];
  last: Sample | undefined;

  constructor(window: number) {
    this.#window = window;
  }

  add(sample: Sample): void {
    const moment = momentOf(sample);
    this.first ??= moment;
    this.recent = [...this.recent, moment].slice(-this.#window);
    this.losses.push({ step: sample.step, loss: moment.loss, others: moment.lossOfOthers });
    this.noise = [...this.noise, ...[noiseMeasures(sample) ?? []].flat()].slice(-4 * this.#window);
    this.last = sample;
    for (const block of sample.blocks) this.#noteUnits(sample, block);
    for (const [path, { flat }] of moment.layers) this.#noteFlat(path, flat, sample.step);
  }

  #noteFlat(path: string, flat: number, step: number): void {
    if (flat < mostlyFlat) this.flatSince.delete(path);
    else if (!this.flatSince.has(path)) this.flatSince.set(path, step);
  }

  #noteUnits({ numbers, step }: Sample, { path, units, activation }: BlockFacts): void {
    const moving = numbers.get(`${path} moving`);
    if (moving === undefined || activation === undefined) return;
    const history = this.units.get(path) ?? new UnitHistory(units);
    this.units.set(path, history);
    history.note(step, moving);
  }
}

function momentOf(sample: Sample): Moment {
  const { numbers, step, blocks } = sample;
  const loss = numbers.get("loss")?.[0] ?? NaN;
  return {
    step,
    loss,
    lossOfOthers: numbers.get("loss of others")?.[0] ?? NaN,
    layers: new Map(blocks.map((block) => [block.path, layerMeasures(sample, block)])),
    input: inputMeasures(sample),
  };
}
