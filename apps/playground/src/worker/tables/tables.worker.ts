import type { TableQuestion } from "../../own/table-reader.ts";
import { columnsIn, rowsIn } from "./read-table.ts";

// Apart from training: what reads tables comes behind what the page needs at first.
addEventListener("message", ({ data: { file, target }, ports: [port] }: MessageEvent<TableQuestion>) => {
  const reading: Promise<unknown> = target === undefined ? columnsIn(file) : rowsIn(file, target);
  reading.then(
    (value) => port.postMessage({ value }),
    (error: Error) => port.postMessage({ refusal: error.message }),
  );
});
