import { add, ShapeError, type SameSize, type Tensor } from "@piecewise/tensor";
import { layer, type KeepsFeatures, type Layer, type Stage } from "./layer.ts";
import { runStage } from "./run-stage.ts";

/**
 * What a block makes of x, added to x: block(x) + x. A shortcut, such as a 1×1 convolution, takes the place of x where the
 * block changes its shape. He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2016.
 *
 * @example
 * await residual(linear(2, 2, { initializer: ones, bias: false }))(tensor([[1, 2]])).array(); // [[4,5]]
 */
export function residual(block: KeepsFeatures): KeepsFeatures;
export function residual<In extends number, Out extends number>(
  block: Layer<In, Out> & AsManyAsItTakes<In, Out>,
): Layer<In, Out>;
export function residual<In extends number, Out extends number>(
  block: Layer<In, Out>,
  shortcut: Layer<In, Out> | ((x: Tensor) => Tensor),
): Layer<In, Out>;
export function residual(
  block: ((x: Tensor) => Tensor) & { readonly parameters?: never },
  shortcut?: Stage,
): Layer;
export function residual(block: Stage, shortcut?: Stage): Layer {
  const inside = { block, ...(shortcut === undefined ? {} : { shortcut }) };
  const keeps = shortcut === undefined && "keepsFeatures" in block ? { keepsFeatures: true as const } : {};
  const made = layer({ kind: "residual", inside }, (x, context) => {
    const y = runStage("block", block, x, context);
    const beside = shortcut === undefined ? x : runStage("shortcut", shortcut, x, context);
    if (String(y.shape) !== String(beside.shape))
      throw new ShapeError("residual", `block and ${remedy(shortcut)}`, y.shape, beside.shape);
    return add(y, beside);
  });
  return Object.assign(made, keeps);
}

const remedy = (shortcut: Stage | undefined) =>
  shortcut === undefined
    ? "input differ in shape; pass a shortcut that changes the input alike"
    : "shortcut differ in shape";

type AsManyAsItTakes<In extends number, Out extends number> =
  SameSize<In, Out> extends true
    ? unknown
    : `residual: the block takes ${In} features and gives ${Out}; pass a shortcut that does the same`;
