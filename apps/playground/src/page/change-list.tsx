import { changeText, type Change } from "../history.ts";

/** So many are in sight; of those before, their number. */
const most = 4;

/** What was changed in a run, the last first; the plot of the loss has a line at each. */
export function ChangeList({ changes }: { readonly changes: readonly Change[] }) {
  if (changes.length === 0) return null;
  const earlier = changes.length - most;
  return (
    <ul class="changes" aria-label="Changed in this run">
      {changes
        .slice(-most)
        .map((change, i) => (
          <li key={i} data-change={change.what}>
            step {change.step}: {changeText(change)}
          </li>
        ))
        .toReversed()}
      {earlier > 0 && <li>and {earlier} before</li>}
    </ul>
  );
}
