import { relu } from "@piecewise/activations";
import { dropout, linear, sequential } from "./index.ts";

sequential(linear(784, 128), relu, dropout(0.5), linear(128, 10));
// @ts-expect-error sequential: this layer takes 64 features, but the one before it gives 128
sequential(linear(784, 128), relu, linear(64, 10));
