import type { Layer } from "piecewise";
import { isCnn } from "../plan.ts";
import type { Settings } from "../settings.ts";
import { firstRows, type SplitData } from "./make-data.ts";
import type { Look, Scene } from "./messages.ts";
import { picturesOf } from "./pictures.ts";
import { probe } from "./probe.ts";
import { drawnOf } from "./scene.ts";

/** What there is to see of a network at any time, also before it has learned something. */
export interface View {
  readonly scene: Scene;
  look(): Promise<Pick<Look, "answers" | "layers">>;
}

export function viewOf(model: Layer, settings: Settings, data: SplitData): View {
  const { scene, answers } = drawnOf(data);
  const input = data.training.inputs.shape.slice(1);
  // An image has hundreds of places for each filter: fewer rows tell as much.
  const layers = probe(model, firstRows(data.training, isCnn(settings, input) ? 32 : 256));
  const pictures = picturesOf(model, scene);
  return {
    scene,
    async look() {
      const [answered, looks, seen] = [await answers(model), await layers(), await pictures()];
      return { answers: answered, layers: looks.map((layer, i) => ({ ...layer, ...seen[i] })) };
    },
  };
}
