import { runOrExplain } from "./command-line.ts";
import { run, type RunResult } from "./run.ts";
import { resultTable } from "./table.ts";

await runOrExplain(async () => {
  console.error("Training two networks on 6,000 generated handwritten digits; 1,000 others measure them.\n");
  const results: RunResult[] = [];
  for (const model of ["mlp", "cnn-lite"] as const)
    results.push(
      await run({
        ...{ model, data: "digits", activation: "relu", optimizer: "adam", schedule: "constant" },
        ...{ batchSize: 64, epochs: 5, seed: 0, backend: "auto" },
      }),
    );
  console.log(`\n${resultTable(results)}`);
});
