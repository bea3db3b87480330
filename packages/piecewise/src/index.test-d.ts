import { adam, crossEntropy, linear, relu, sequential, softmax, tensor } from "./index.ts";
import type { Activation, Dataset, expressions, Layer, Loss, Optimizer, Tensor } from "./index.ts";

const model = sequential(linear(2, 4), relu, linear(4, 3));
model satisfies Layer;
adam(model.parameters) satisfies Optimizer;
crossEntropy satisfies Loss;
relu satisfies Activation;
softmax(model(tensor([[1, 2]])), { axis: 1 }) satisfies Tensor;

// @ts-expect-error sequential: this layer takes 5 features, but the one before it gives 4
sequential(linear(2, 4), relu, linear(5, 3));

/** Types that come from the other packages. */
export type Used = [Dataset, expressions.Expression];
