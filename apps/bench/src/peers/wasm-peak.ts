import { peakLoop } from "./peak-loop.ts";
import { serve } from "./serve.ts";

// Every work that is counted in GFLOP/s is held against the peak of the same round: as many operations, without memory.
await serve({ version: "128-bit multiply and add" }, (work) => {
  if (work.unit !== "GFLOP/s") throw new Error("only for what is counted in GFLOP/s");
  const { run, floatingPointOperations } = peakLoop();
  const turns = Math.round((work.amount * 1e9) / floatingPointOperations);
  return { run: () => run(turns) };
});
