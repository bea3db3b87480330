import { SceneView } from "../page/scene-view.tsx";
import type { Training } from "../page/use-training.ts";
import type { DataName } from "../settings.ts";
import { PointsEditor } from "./points-editor.tsx";
import type { Opening } from "./use-opening.ts";
import type { Own } from "./use-own.ts";

interface Props {
  readonly data: DataName;
  readonly training: Training | undefined;
  readonly own: Own;
  readonly opening: Opening;
}

/** The data and what the network makes of them, or what it waits for. */
export function OwnScene({ data, training, own, opening }: Props) {
  const { lack } = own.given;
  if (data === "own points") return <PointsEditor training={training} own={own} opening={opening} />;
  if (lack === undefined) return <SceneView training={training} />;
  return (
    <section class="scene panel">
      <h2>Nothing to learn from yet</h2>
      <p role="status">{lack}</p>
    </section>
  );
}
