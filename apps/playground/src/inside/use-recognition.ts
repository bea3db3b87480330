import { useEffect, useState } from "preact/hooks";
import type { Ask } from "../page/use-training.ts";
import type { Look } from "../worker/messages.ts";
import type { Recognition } from "./tiles.ts";

/** A look, and what the network made of an image right after. */
export interface Recognized {
  readonly look: Look;
  readonly recognition: Recognition | undefined;
}

/** What the network makes of an image, asked anew with every look. Both come together, so that they are drawn once. */
export function useRecognition(pixels: Float32Array, look: Look, ask: Ask): Recognized {
  const [recognized, setRecognized] = useState<Recognized>({ look, recognition: undefined });
  useEffect(() => {
    ask("recognise", pixels).then(
      (recognition) => setRecognized({ look, recognition }),
      // The worker makes another network: the next look asks again.
      () => setRecognized((before) => ({ ...before, look })),
    );
  }, [pixels, look, ask]);
  return recognized;
}
