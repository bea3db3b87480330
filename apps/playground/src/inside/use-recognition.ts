import { useEffect, useState } from "preact/hooks";
import type { Ask } from "../page/use-training.ts";
import type { Look } from "../worker/messages.ts";
import type { Recognition } from "./tiles.ts";

/** What the network makes of an image: asked anew with every look of the worker. */
export function useRecognition(pixels: Float32Array, look: Look, ask: Ask): Recognition | undefined {
  const [recognition, setRecognition] = useState<Recognition>();
  useEffect(() => {
    ask("recognise", pixels).then(
      setRecognition,
      // The worker makes another network: the next look asks again.
      () => {},
    );
  }, [pixels, look, ask]);
  return recognition;
}
