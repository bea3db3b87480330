import type { Recognition } from "../inside/tiles.ts";
import { percentText } from "../page/number-text.ts";
import type { Images, LayerLook } from "../worker/messages.ts";
import { Chain } from "./chain.tsx";
import { Pad } from "./pad.tsx";
import { hasDigits, testDigit, type Sight } from "./sight.ts";

interface Props {
  readonly images: Images;
  /** What was drawn or chosen last. */
  readonly chosen: Sight | undefined;
  readonly onChoose: (sight: Sight | undefined) => void;
  /** What the network looks at: also while nothing is chosen. */
  readonly sight: Sight;
  readonly recognition: Recognition | undefined;
  readonly layers: readonly LayerLook[];
}

/** A digit of one's own, and how the network comes to its answer. */
export function DrawDigit({ images, chosen, onChoose, sight, recognition, layers }: Props) {
  const { side, names } = images;
  const isDigits = hasDigits(images);
  return (
    <section class="panel digit" aria-label={isDigits ? "Draw a digit" : "Draw one"}>
      <h2>{isDigits ? "Draw a digit" : "Draw one of your own"}</h2>
      <p class="note">Large and in the middle, as those above. Without a pointer, choose one of them.</p>
      <div>
        <Pad
          pixels={chosen?.pixels ?? new Float32Array(side * side)}
          side={side}
          onDraw={(pixels) => onChoose({ pixels, name: isDigits ? "the drawn digit" : "the drawing" })}
        />
        <div class="buttons under-pad">
          <button type="button" onClick={() => onChoose(undefined)}>
            Clear
          </button>
          <TestDigit images={images} onChoose={onChoose} />
        </div>
      </div>
      <div>
        <p>
          {chosen === undefined ? "Nothing is drawn yet: this" : "This"} is {sight.name}. The fuller its
          colour, the more a unit gives.
        </p>
        {recognition !== undefined && (
          <Chain sight={sight} side={side} recognition={recognition} layers={layers}>
            <Likely shares={recognition.shares} names={names} />
          </Chain>
        )}
      </div>
    </section>
  );
}

interface TestDigitProps {
  readonly images: Images;
  readonly onChoose: (sight: Sight) => void;
}

function TestDigit({ images, onChoose }: TestDigitProps) {
  const { labels, names } = images;
  const what = hasDigits(images) ? "digit" : "image";
  return (
    <select
      aria-label={`A test ${what} instead`}
      value=""
      onChange={({ currentTarget }) => {
        const place = Number(currentTarget.value);
        currentTarget.value = "";
        onChoose(testDigit(images, place));
      }}
    >
      <option value="">Test {what}</option>
      {Array.from(labels, (label, place) => (
        <option key={place} value={place}>
          {`no. ${place + 1}, a ${names[label]}`}
        </option>
      ))}
    </select>
  );
}

interface LikelyProps {
  readonly shares: Float32Array;
  readonly names: readonly string[];
}

function Likely({ shares, names }: LikelyProps) {
  const best = shares.indexOf(Math.max(...shares));
  return (
    <>
      <p role="status" data-answer={best}>
        {best < 0
          ? "The network has no answer: its numbers are not finite."
          : `The network says: ${names[best]}`}
      </p>
      <ol class={names.some(({ length }) => length > 3) ? "likely words" : "likely"}>
        {Array.from(shares, (share, digit) => (
          <li key={digit} class={digit === best ? "best" : ""}>
            <span>{names[digit]}</span>
            <div class="bar">
              <div style={{ width: `${100 * share}%` }} />
            </div>
            <span>{percentText(share)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
