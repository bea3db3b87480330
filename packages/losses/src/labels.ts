import { DataError, type Tensor } from "@piecewise/tensor";

/** Where a backend refuses a label, the error says so in the words of this loss. */
export function inWordsOfLoss(operation: string, classes: number, body: () => Tensor): Tensor {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "DataError") throw error;
    throw new DataError(
      operation,
      `labels must lie between 0 and ${classes - 1}, or be ignored; ${error.message}`,
    );
  }
}
