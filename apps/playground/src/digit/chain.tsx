import type { ComponentChildren } from "preact";
import { Canvas } from "../page/canvas.tsx";
import { drawInk } from "../page/ink.ts";
import { TilesView } from "../inside/tiles-view.tsx";
import type { Recognition } from "../inside/tiles.ts";
import { answerText } from "../inside/words.ts";
import type { LayerLook } from "../worker/messages.ts";
import type { Sight } from "./sight.ts";

interface Props {
  readonly sight: Sight;
  readonly side: number;
  readonly recognition: Recognition;
  readonly layers: readonly LayerLook[];
  /** What the network answers in the end. */
  readonly children: ComponentChildren;
}

/** One image on its way through the network: what comes out of each layer, and the answer. */
export function Chain({ sight, side, recognition, layers, children }: Props) {
  return (
    <ol class="chain" aria-label="From the image to the answer, layer by layer">
      <li class="image">
        <h3>Image</h3>
        <Canvas
          label={`What the network sees: ${sight.name}`}
          class="seen"
          draw={(paper) => drawInk(paper, sight.pixels, side)}
        />
      </li>
      {recognition.layers.map((tiles, i) => (
        <li key={i} data-stage={i + 1}>
          <h3>Layer {i + 1}</h3>
          <TilesView
            tiles={tiles}
            label={`Layer ${i + 1}: ${answerText(tiles)}`}
            alive={layers[i]?.activity?.alive}
          />
          <p>{answerText(tiles)}</p>
        </li>
      ))}
      <li class="answer">
        <h3>Answer</h3>
        {children}
      </li>
    </ol>
  );
}
