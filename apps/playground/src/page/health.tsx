import { useRef } from "preact/hooks";
import { offerOf, unitsText, type Cure } from "../remedies/cure.ts";
import { useCures } from "../remedies/use-cures.ts";
import type { Settings } from "../settings.ts";
import type { Finding } from "../worker/messages.ts";
import type { Training, TrainingControls } from "./use-training.ts";

interface Props {
  readonly settings: Settings;
  readonly change: (change: Partial<Settings>) => void;
  readonly training: Training | undefined;
  readonly controls: TrainingControls;
}

/** What `diagnose` says about the run, with a button for each remedy that the page can apply. */
export function Health({ settings, change, training, controls }: Props) {
  const title = useRef<HTMLHeadingElement>(null);
  const [outcome, apply] = useCures(settings, change, controls);
  const look = training?.look;
  const [verdicts, revivable] = [look?.verdicts ?? [], look?.revivable ?? 0];
  const isOffered = verdicts.some(({ cures }) => cures.some(({ is }) => is === "revive"));
  const buttonFor = (cure: Cure) => {
    const offer = offerOf(cure, settings.learningRate, revivable);
    if (offer === undefined) return null;
    const press = () => {
      apply(offer);
      // The button goes with the verdict, and must not take the focus along.
      title.current?.focus();
    };
    return (
      <button key={JSON.stringify(cure)} type="button" class="remedy" data-cure={cure.is} onClick={press}>
        {offer.text}
      </button>
    );
  };
  return (
    <section class="health panel" aria-label="Diagnosis">
      <h2 ref={title} tabIndex={-1}>
        Diagnosis
      </h2>
      {verdicts.length === 0 && <p>{soundText(look?.step ?? 0, revivable)}</p>}
      <ul>
        {verdicts.map((verdict) => (
          <li
            key={`${verdict.code} ${verdict.layer ?? ""}`}
            class={verdict.severity}
            data-verdict={verdict.code}
          >
            <p>{sentencesOf(verdict)}</p>
            {verdict.cures.length > 0 && <div class="buttons">{verdict.cures.map(buttonFor)}</div>}
          </li>
        ))}
      </ul>
      {outcome !== undefined && (
        <p role={outcome.isRefusal ? "alert" : "status"} class={outcome.isRefusal ? "failure" : ""}>
          {outcome.text}
        </p>
      )}
      {/* Read aloud: without the numbers, which change many times a second. */}
      <p role="status" class="unseen">
        {verdicts.length === 0 ? "Diagnosis: sound" : `Diagnosis: ${codesIn(verdicts)}`}
      </p>
      {revivable > 0 && !isOffered && buttonFor({ is: "revive" })}
    </section>
  );
}

function soundText(step: number, revivable: number): string {
  if (step === 0) return "Nothing to say before the first step.";
  return `${revivable === 0 ? "Nothing" : `But for ${unitsText(revivable)}, nothing`} wrong is seen.`;
}

const sentencesOf = ({ code, finding, remedy }: Finding) => (
  <>
    <strong>{code.replaceAll("-", " ")}</strong> {finding}. <em>{sentenceOf(remedy)}</em>
  </>
);
const sentenceOf = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const codesIn = (verdicts: readonly Finding[]) =>
  [...new Set(verdicts.map(({ code }) => code.replaceAll("-", " ")))].join(", ");
