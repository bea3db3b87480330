import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { DrawDigit } from "../digit/draw-digit.tsx";
import { testDigit, type Sight } from "../digit/sight.ts";
import { Layers } from "../page/layers.tsx";
import type { Ask, Training } from "../page/use-training.ts";
import type { Settings } from "../settings.ts";
import type { Images, Look } from "../worker/messages.ts";
import { useRecognition } from "./use-recognition.ts";

interface Props {
  readonly training: Training | undefined;
  readonly settings: Settings;
  readonly ask: Ask;
  /** What stands between the digit and the layers. */
  readonly children: ComponentChildren;
}

/** Inside of the network: how its layers answer to all rows, and to the one image that is in sight. */
export function Inside({ training, settings, ask, children }: Props) {
  if (training?.scene.kind === "images")
    return (
      <InsideForImage
        key={training.scene.side}
        images={training.scene}
        look={training.look}
        settings={settings}
        ask={ask}
      >
        {children}
      </InsideForImage>
    );
  return (
    <>
      {children}
      <Layers layers={training?.look.layers ?? []} settings={settings} />
    </>
  );
}

interface ImageProps extends Omit<Props, "training"> {
  readonly images: Images;
  readonly look: Look;
}

function InsideForImage({ images, look, settings, ask, children }: ImageProps) {
  const [chosen, choose] = useState<Sight>();
  const first = useMemo(() => testDigit(images, 0), [images]);
  const sight = chosen ?? first;
  const { look: seen, recognition } = useRecognition(sight.pixels, look, ask);
  const digit = useMemo(
    () => (
      <DrawDigit
        images={images}
        chosen={chosen}
        sight={sight}
        onChoose={choose}
        recognition={recognition}
        layers={seen.layers}
      />
    ),
    [images, chosen, sight, recognition, seen],
  );
  const layers = useMemo(
    () => <Layers layers={seen.layers} settings={settings} seen={recognition?.layers} sight={sight.name} />,
    [settings, sight, recognition, seen],
  );
  return (
    <>
      {digit}
      {children}
      {layers}
    </>
  );
}
