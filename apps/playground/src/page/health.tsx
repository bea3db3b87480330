import type { Verdict } from "piecewise";
import type { Training, TrainingControls } from "./use-training.ts";

interface Props {
  readonly training: Training | undefined;
  readonly controls: TrainingControls;
}

/** What `diagnose` says about the run, with the remedy where the page can apply it. */
export function Health({ training, controls }: Props) {
  const look = training?.look;
  const verdicts = look?.verdicts ?? [];
  return (
    <section class="health panel" aria-label="Diagnosis">
      <h2>Diagnosis</h2>
      {verdicts.length === 0 && (
        <p>{(look?.step ?? 0) === 0 ? "Nothing to say before the first step." : "Nothing wrong is seen."}</p>
      )}
      <ul>
        {verdicts.map((verdict) => (
          <Finding key={`${verdict.code} ${verdict.layer ?? ""}`} verdict={verdict} />
        ))}
      </ul>
      {controls.revived !== undefined && <p>Revived {unitsText(controls.revived)}.</p>}
      {/* Read aloud: without the numbers, which change many times a second. */}
      <p role="status" class="unseen">
        {verdicts.length === 0 ? "Diagnosis: sound" : `Diagnosis: ${codesIn(verdicts)}`}
      </p>
      {look !== undefined && look.revivable > 0 && (
        <button type="button" class="remedy" onClick={controls.revive}>
          Revive {unitsText(look.revivable)}
        </button>
      )}
    </section>
  );
}

function Finding({ verdict: { code, severity, finding, remedy } }: { readonly verdict: Verdict }) {
  return (
    <li class={severity} data-verdict={code}>
      <strong>{code.replaceAll("-", " ")}</strong> {finding}. <em>{sentenceOf(remedy)}</em>
    </li>
  );
}

const sentenceOf = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const codesIn = (verdicts: readonly Verdict[]) =>
  [...new Set(verdicts.map(({ code }) => code.replaceAll("-", " ")))].join(", ");
const unitsText = (units: number) => `${units} dead ${units === 1 ? "unit" : "units"}`;
