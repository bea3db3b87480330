import { activation } from "./activation.ts";

/** 1 / (1 + e⁻ˣ), a probability. In hidden layers its slope of at most 1/4 makes gradients vanish. */
export const sigmoid = activation("sigmoid", (x) => x.sigmoid(), {
  range: [0, 1],
  slopeFromOutput: true,
  gain: 1, // PyTorch's and Glorot's choice.
  hidden: "xavierNormal",
  output: { task: "yes or no, for one label or for each of several", loss: "binaryCrossEntropyWithLogits" },
});

/** log(sigmoid(x)), without underflow. */
export const logSigmoid = activation("logSigmoid", (x) => x.negate().softplus().negate(), {
  range: [-Infinity, 0],
});
