import { leastToSplit, mostMeasured, type Found } from "./own-data.ts";

/** What was found in own data, in a sentence. */
export function aboutText({ name, training, test, row, classes }: Found): string {
  const kind = kindOf(name, row);
  if (name !== "own files" && training < leastToSplit)
    return `${countText(training)} ${kind}, to learn from and to test with: they are fewer than ${leastToSplit}.`;
  const measured = test > mostMeasured ? ` (${mostMeasured} of them are measured)` : "";
  const kinds = `${classes.length} classes`;
  return `${countText(training)} ${kind} to learn from, ${countText(test)} to test with${measured}, ${kinds}.`;
}

function kindOf(name: Found["name"], row: Found["row"]): string {
  if (name === "own points") return "points";
  if (name === "own drawings") return "drawings";
  const [, ...sides] = row;
  return sides.length === 0 ? `rows of ${row[0]} numbers` : `images of ${sides.join(" × ")}`;
}

const countText = (count: number): string => count.toLocaleString("en");
