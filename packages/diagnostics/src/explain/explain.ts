import { namedParameters, type Layer } from "@piecewise/layers";
import { backward, cast, noGrad, norm, ones, reshape, scope, stack, type Parameter, type Tensor } from "@piecewise/tensor"; // prettier-ignore
import { short } from "../diagnose/verdict.ts";
import { textTable } from "../text-table.ts";
import { gradientsOn, passedOn, tapeOf } from "./gradients-on.ts";

/** An operation on the tape, or a tensor that it began with. */
export interface TapeNode {
  /** `mul`; `parameter` for what gradients are taken of, `constant` for what they are not. */
  readonly operation: string;
  /** Of a parameter that the model has, such as `0.weight`. */
  readonly name?: string;
  /** The nodes that it was computed from, by their places. */
  readonly inputs: readonly number[];
  readonly shape: readonly number[];
  /** Where it is a single number. */
  readonly value?: number;
  /** ∂ node / ∂ input for each input, where both are single numbers and a gradient flows. */
  readonly derivatives: readonly (number | undefined)[];
  /** √Σ of the squared gradients of the loss with respect to it; absent for constants. */
  readonly gradientNorm?: number;
}

/** How a loss came about, and how its gradient flows back. Plain data. */
export interface Explanation {
  /** From the oldest to the loss: a graph, whose edges are the `inputs`. */
  readonly nodes: readonly TapeNode[];
  /** A line for each node. */
  readonly text: string;
}

/**
 * The tape behind a loss: each operation with its shape, its value and its derivatives where they are single numbers, and the
 * norm of the loss's gradient with respect to it. The tape is kept; call it before `backward` uses it up. Waits for the device.
 *
 * @example
 * const [w, x] = [parameter(3), tensor(2)];
 * const { nodes } = await explain(square(sub(mul(w, x), 1)));
 * nodes.map(({ operation, value }) => `${operation} ${value}`); // ["parameter 3","constant 2","mul 6","sub 5","square 25"]
 * nodes[2].derivatives; // [2,undefined]
 * nodes[0].gradientNorm; // 20
 */
export async function explain(
  loss: Tensor,
  { model }: { readonly model?: Layer } = {},
): Promise<Explanation> {
  // Says what is wrong with a loss that cannot be differentiated.
  scope(() => void backward(loss, { keepTape: true }));
  const tape = tapeOf(loss);
  const questions = new Questions(loss);
  const answers = scope(() => noGrad(() => (ask(loss, tape, questions), questions.asked())));
  const numbers = await answers.data();
  answers.dispose();
  const names = new Map(
    [...(model === undefined ? [] : namedParameters(model))].map(([name, p]) => [p, name]),
  );
  const nodes = tape.map((tensor) => nodeOf(tensor, { tape, names, answer: questions.answers(numbers) }));
  return { nodes, text: explanationText(nodes) };
}

/** Numbers that are computed one by one and read together. */
class Questions {
  readonly #places = new Map<Tensor, Map<string, number>>();
  readonly #numbers: Tensor[] = [];
  readonly #loss: Tensor;

  constructor(loss: Tensor) {
    this.#loss = loss;
  }

  add(about: Tensor, what: string, number: Tensor): void {
    const places = this.#places.get(about) ?? new Map<string, number>();
    this.#places.set(about, places.set(what, this.#numbers.length));
    this.#numbers.push(reshape(cast(number, this.#loss.dtype), []));
  }

  asked(): Tensor {
    return stack(this.#numbers);
  }

  answers(numbers: ArrayLike<number>): Answer {
    return (about, what) => {
      const place = this.#places.get(about)?.get(what);
      return place === undefined ? undefined : numbers[place];
    };
  }
}

type Answer = (about: Tensor, what: string) => number | undefined;

function ask(loss: Tensor, tape: readonly Tensor[], questions: Questions): void {
  const gradients = gradientsOn(loss, tape);
  for (const tensor of tape) {
    const gradient = gradients.get(tensor);
    if (gradient !== undefined) questions.add(tensor, "gradient norm", norm(gradient));
    if (tensor.size !== 1) continue;
    questions.add(tensor, "value", tensor);
    tensor.origin?.inputs.forEach((x, i) => {
      if (x.size !== 1 || !x.tracked) return;
      const slope = passedOn(tensor, i, ones(tensor.shape, { dtype: tensor.dtype }));
      if (slope !== undefined) questions.add(tensor, `derivative ${i}`, slope);
    });
  }
}

interface Known {
  readonly tape: readonly Tensor[];
  readonly names: ReadonlyMap<Parameter, string>;
  readonly answer: Answer;
}

function nodeOf(tensor: Tensor, { tape, names, answer }: Known): TapeNode {
  const inputs = tensor.origin?.inputs ?? [];
  const [value, gradientNorm] = [answer(tensor, "value"), answer(tensor, "gradient norm")];
  const name = names.get(tensor as Parameter); // What is no parameter has no name.
  return {
    operation: tensor.origin?.operation ?? (tensor.tracked ? "parameter" : "constant"),
    ...(name === undefined ? {} : { name }),
    inputs: inputs.map((x) => tape.indexOf(x)),
    shape: tensor.shape,
    ...(value === undefined ? {} : { value }),
    derivatives: inputs.map((_, i) => answer(tensor, `derivative ${i}`)),
    ...(gradientNorm === undefined ? {} : { gradientNorm }),
  };
}

function explanationText(nodes: readonly TapeNode[]): string {
  const text = (x: number | undefined) => (x === undefined ? "" : short(x));
  return textTable(
    ["tape", "shape", "value", "derivatives", "gradient norm"],
    nodes.map(({ operation, name, inputs, shape, value, derivatives, gradientNorm }, i) => [
      `#${i} ${name ?? operation}${inputs.length === 0 ? "" : `(${inputs.map((at) => `#${at}`).join(", ")})`}`,
      ...[`[${shape.join(", ")}]`, text(value)],
      derivatives.some((slope) => slope !== undefined)
        ? derivatives.map((x) => text(x) || "–").join(", ")
        : "",
      text(gradientNorm),
    ]),
  );
}
