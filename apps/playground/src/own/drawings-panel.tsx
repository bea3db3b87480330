import { useMemo, useState } from "preact/hooks";
import { Pad } from "../digit/pad.tsx";
import { Canvas } from "../page/canvas.tsx";
import { Choice } from "../page/choice.tsx";
import { drawInk } from "../page/ink.ts";
import { digitNames, drawingSide, type OwnDrawing } from "./own-data.ts";
import type { Own } from "./use-own.ts";

/** The panel of own drawings. Its pictures do not change with every look of the worker, but with the page's colours. */
export function useDrawings(own: Own, scheme: string) {
  const drawings = own.data["own drawings"]?.drawings ?? none;
  return useMemo(() => {
    const set = (drawings: readonly OwnDrawing[]) => own.set({ name: "own drawings", drawings });
    return <DrawingsPanel key={scheme} drawings={drawings} onChange={set} />;
  }, [drawings, scheme]);
}

const none: readonly OwnDrawing[] = [];

interface Props {
  readonly drawings: readonly OwnDrawing[];
  readonly onChange: (drawings: readonly OwnDrawing[]) => void;
}

const blank = new Float32Array(drawingSide * drawingSide);

/** Digits to draw for the network to learn. */
function DrawingsPanel({ drawings, onChange }: Props) {
  const [pixels, setPixels] = useState<Float32Array>(blank);
  const [digit, setDigit] = useState("0");
  const isEmpty = pixels.every((ink) => ink === 0);
  const add = () => {
    onChange([...drawings, { label: Number(digit), pixels }]);
    setPixels(blank);
  };
  return (
    <section class="panel digit" aria-label="Your drawings">
      <h2>Your drawings</h2>
      <p class="note">Draw a digit, say which one it is, and add it. With each, the network begins anew.</p>
      <div>
        <Pad pixels={pixels} side={drawingSide} onDraw={setPixels} />
        <div class="under-pad drawing-fields">
          <Choice label="This is a" value={digit} among={digitNames} onChoose={setDigit} />
          <div class="buttons">
            <button type="button" disabled={isEmpty} onClick={add}>
              Add it
            </button>
            <button type="button" disabled={isEmpty} onClick={() => setPixels(blank)}>
              Wipe
            </button>
          </div>
        </div>
      </div>
      <ul class="drawings">
        {drawings.map((drawing, place) => (
          <Drawing
            key={place}
            drawing={drawing}
            onRemove={() => onChange(drawings.filter((one) => one !== drawing))}
          />
        ))}
      </ul>
    </section>
  );
}

function Drawing({ drawing: { label, pixels }, onRemove }: { drawing: OwnDrawing; onRemove: () => void }) {
  return (
    <li>
      <Canvas label={`A drawn ${label}`} draw={(paper) => drawInk(paper, pixels, drawingSide)} />
      <span>{label}</span>
      <button type="button" class="remove" aria-label={`Remove this ${label}`} onClick={onRemove}>
        ×
      </button>
    </li>
  );
}
