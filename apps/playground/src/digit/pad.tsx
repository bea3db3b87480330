import { useRef } from "preact/hooks";
import { Canvas } from "../page/canvas.tsx";
import { drawInk } from "../page/ink.ts";
import { withStroke, type Place } from "./pen.ts";

interface Props {
  readonly pixels: Float32Array;
  readonly side: number;
  readonly onDraw: (pixels: Float32Array) => void;
}

/** A grey image to draw on with a pointer. */
export function Pad({ pixels, side, onDraw }: Props) {
  const pen = useRef<Place>(undefined);
  // Several moves can come before the page is drawn anew.
  const latest = useRef(pixels);
  latest.current = pixels;
  const drawTo = (to: Place) => {
    latest.current = withStroke(latest.current, side, pen.current ?? to, to);
    pen.current = to;
    onDraw(latest.current);
  };
  return (
    <div
      class="pad"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drawTo(placeOf(event, side));
      }}
      onPointerMove={(event) => {
        if (pen.current !== undefined) drawTo(placeOf(event, side));
      }}
      onPointerUp={() => (pen.current = undefined)}
      onPointerCancel={() => (pen.current = undefined)}
    >
      <Canvas label="A place to draw a digit" draw={(paper) => drawInk(paper, pixels, side)} />
    </div>
  );
}

function placeOf({ currentTarget, clientX, clientY }: PointerEvent, side: number): Place {
  const canvas = currentTarget instanceof Element ? currentTarget.querySelector("canvas") : null;
  const { left, top, width, height } = (canvas ?? document.body).getBoundingClientRect();
  return { x: ((clientX - left) / width) * side, y: ((clientY - top) / height) * side };
}
