import type { Layer, Verdict } from "piecewise";

/** Verdicts as the page has them: layers are counted from 1, and the remedy in code is a button. */
export function plainWords(model: Layer, verdicts: readonly Verdict[]): readonly Verdict[] {
  const withWeights = Object.keys(model.inside).filter((path) => "weight" in ownOf(model, path));
  const nameOf = (path: string) => {
    const place = withWeights.indexOf(path);
    return place === withWeights.length - 1 ? "output layer" : `layer ${place + 1}`;
  };
  const rename = (text: string) =>
    text
      .replace(/\blayer (\d+)(?= \()/g, (_, path: string) => nameOf(path))
      .replace("resurrect(model, optimizer, report) revives them", "The button revives them");
  return verdicts.map((verdict) => ({
    ...verdict,
    finding: rename(verdict.finding),
    remedy: rename(verdict.remedy),
  }));
}

function ownOf(model: Layer, path: string): object {
  const stage = model.inside[path];
  return "own" in stage ? stage.own : {};
}
