// brain.js says why it has no number.
import { requirePeer } from "./installed.mjs";
import { serve } from "./serve.ts";

requirePeer("brain.js");
await serve({ version: "brain.js" }, ({ kind }) => {
  if (kind === "train") throw new Error("changes the weights after every row, not after every batch");
  throw new Error("has networks only, no operations on tensors");
});
