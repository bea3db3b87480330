import { useEffect, useState } from "preact/hooks";
import { percentText } from "../page/number-text.ts";
import type { Ask } from "../page/use-training.ts";
import type { Images, Look } from "../worker/messages.ts";
import { Pad } from "./pad.tsx";

interface Props {
  readonly images: Images;
  /** With every new one, the network is asked again. */
  readonly look: Look;
  readonly ask: Ask;
}

/** A digit of one's own, and what the network takes it for. */
export function DrawDigit({ images, look, ask }: Props) {
  const { side, names } = images;
  const isDigits = names[0] === "0";
  const [pixels, setPixels] = useState<Float32Array>(() => new Float32Array(side * side));
  const [shares, setShares] = useState<readonly number[]>([]);
  const isEmpty = pixels.every((ink) => ink === 0);
  useEffect(() => {
    ask("recognise", pixels).then(
      (answer) => setShares([...answer]),
      // The worker makes another network: the next look asks again.
      () => {},
    );
  }, [pixels, look, ask]);
  return (
    <section class="panel digit" aria-label={isDigits ? "Draw a digit" : "Draw one"}>
      <h2>{isDigits ? "Draw a digit" : "Draw one of your own"}</h2>
      <p class="note">Large and in the middle, as those above. Without a pointer, choose one of them.</p>
      <div>
        <Pad pixels={pixels} side={side} onDraw={setPixels} />
        <div class="buttons under-pad">
          <button type="button" onClick={() => setPixels(new Float32Array(side * side))}>
            Clear
          </button>
          <TestDigit images={images} onChoose={setPixels} />
        </div>
      </div>
      {isEmpty ? <p>Nothing is drawn yet.</p> : <Likely shares={shares} names={names} />}
    </section>
  );
}

interface TestDigitProps {
  readonly images: Images;
  readonly onChoose: (pixels: Float32Array) => void;
}

function TestDigit({ images: { pixels, labels, side, names }, onChoose }: TestDigitProps) {
  const size = side * side;
  return (
    <select
      aria-label={`A test ${names[0] === "0" ? "digit" : "image"} instead`}
      value=""
      onChange={({ currentTarget }) => {
        const place = Number(currentTarget.value);
        currentTarget.value = "";
        onChoose(pixels.slice(place * size, (place + 1) * size));
      }}
    >
      <option value="">Test {names[0] === "0" ? "digit" : "one"}</option>
      {Array.from(labels, (label, place) => (
        <option key={place} value={place}>
          {`no. ${place + 1}, a ${names[label]}`}
        </option>
      ))}
    </select>
  );
}

interface LikelyProps {
  readonly shares: readonly number[];
  readonly names: readonly string[];
}

function Likely({ shares, names }: LikelyProps) {
  const best = shares.indexOf(Math.max(...shares));
  return (
    <div>
      <p role="status" data-answer={best}>
        {best < 0
          ? "The network has no answer: its numbers are not finite."
          : `The network says: ${names[best]}`}
      </p>
      <ol class={names.some(({ length }) => length > 3) ? "likely words" : "likely"}>
        {shares.map((share, digit) => (
          <li key={digit} class={digit === best ? "best" : ""}>
            <span>{names[digit]}</span>
            <div class="bar">
              <div style={{ width: `${100 * share}%` }} />
            </div>
            <span>{percentText(share)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
