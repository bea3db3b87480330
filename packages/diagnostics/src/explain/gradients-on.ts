import { add, broadcastTo, cast, full, grad, mul, sum, type Tensor } from "@piecewise/tensor";

/** All that a loss was computed from, constants and itself included, from the oldest to the newest. */
export function tapeOf(loss: Tensor): Tensor[] {
  const seen = new Set<Tensor>();
  const stack = [loss];
  for (let tensor = stack.pop(); tensor !== undefined; tensor = stack.pop()) {
    if (seen.has(tensor)) continue;
    seen.add(tensor);
    stack.push(...(tensor.origin?.inputs ?? []));
  }
  return [...seen].sort((a, b) => a.id - b.id);
}

/** The gradients of a loss with respect to all that is tracked on its tape, also on the way to the parameters. */
export function gradientsOn(loss: Tensor, tape: readonly Tensor[]): Map<Tensor, Tensor> {
  const gradients = new Map([[loss, full(loss.shape, 1, { dtype: loss.dtype })]]);
  for (const tensor of tape.toReversed()) {
    const gradient = gradients.get(tensor);
    if (gradient === undefined) continue;
    tensor.origin?.inputs.forEach((x, i) => {
      const part = x.tracked ? passedOn(tensor, i, gradient) : undefined;
      if (part === undefined) return;
      const before = gradients.get(x);
      gradients.set(x, before === undefined ? part : add(before, part));
    });
  }
  return gradients;
}

/** What a gradient becomes at an input: with the input's shape and dtype. Nothing where none flows. */
export function passedOn({ origin }: Tensor, input: number, gradient: Tensor): Tensor | undefined {
  const rule = origin?.grads[input];
  if (origin === undefined || rule === undefined) return undefined;
  const [x, passed] = [origin.inputs[input], rule(gradient)];
  const { shape } = passed;
  // The gradient of broadcasting adds up what was repeated.
  const fitting =
    String(shape) === String(x.shape)
      ? passed
      : grad((z: Tensor) => sum(mul(broadcastTo(z, shape), passed)))(
          full(x.shape, 0, { dtype: passed.dtype }),
        );
  return fitting.dtype === x.dtype ? fitting : cast(fitting, x.dtype);
}
