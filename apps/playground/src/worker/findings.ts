import type { HealthReport, Layer, Verdict } from "piecewise";
import { anotherStart, treatments } from "../remedies/treatments.ts";
import type { Settings } from "../settings.ts";
import { activationCalled } from "./activations.ts";
import { isLost } from "./health.ts";
import type { Finding } from "./messages.ts";

/**
 * A report's verdicts as the page has them: layers are counted from 1, and what the page can do about a verdict stands there in its
 * own words and as cures, each at the first verdict that it helps with.
 */
export function findingsOf(model: Layer, settings: Settings, report: HealthReport): readonly Finding[] {
  const paths = Object.keys(model.inside).filter((path) => "weight" in ownOf(model, path));
  const offered = new Set<string>();
  return report.verdicts.map((verdict) => {
    const place = paths.indexOf(verdict.layer ?? "");
    const name = settings.layers[place]?.activation;
    const fitting = (name === undefined ? undefined : activationCalled(name).facts.hidden) ?? "kaimingNormal";
    const patient = { report, initializer: settings.initializer, fitting };
    const treatment = treatments[verdict.code]?.(verdict, patient) ?? { words: verdict.remedy, cures: [] };
    const { words, cures } = isLost(report) ? anotherStart(treatment) : treatment;
    return {
      ...verdict,
      finding: renamed(verdict, place === paths.length - 1 ? "output layer" : `layer ${place + 1}`),
      remedy: words,
      cures: cures.filter((cure) => isFirst(offered, JSON.stringify(cure))),
    };
  });
}

/** A finding begins with its layer, by its path in the model. */
function renamed({ finding, layer }: Verdict, name: string): string {
  const begin = `layer ${layer} `;
  return finding.startsWith(begin) ? `${name} ${finding.slice(begin.length)}` : finding;
}

function isFirst(seen: Set<string>, one: string): boolean {
  const isNew = !seen.has(one);
  seen.add(one);
  return isNew;
}

function ownOf(model: Layer, path: string): object {
  const stage = model.inside[path];
  return "own" in stage ? stage.own : {};
}
