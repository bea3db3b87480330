import { useEffect, useState } from "preact/hooks";
import { withMore } from "../page/curve-points.ts";
import { useMedia } from "../page/use-media.ts";
import { fixedPart, whenFree } from "../page/use-training.ts";
import type { OwnData } from "../own/own-data.ts";
import type { History } from "../history.ts";
import type { Settings } from "../settings.ts";
import TrainingWorker from "../worker/training.worker.ts?worker&inline";
import type { CurvePoint, Reply, Request } from "../worker/messages.ts";

/** The run to follow. */
export interface FirstRun {
  readonly name: string;
  readonly step: number;
  readonly history: History;
}

export interface Rival {
  readonly curve: readonly CurvePoint[];
  /** Its training ended with an error. */
  readonly hasFailed: boolean;
}

/**
 * A second run, in a worker of its own, that follows the first to its step, with its learning rates. Where the first has another
 * name, both start anew.
 */
export function useRival(
  settings: Settings | undefined,
  own: OwnData | undefined,
  { name, step, history }: FirstRun,
): Rival {
  const [curve, setCurve] = useState<readonly CurvePoint[]>([]);
  const [ready, setReady] = useState<Worker>();
  const [hasFailed, setFailed] = useState(false);
  const isCalm = useMedia("(prefers-reduced-motion: reduce)");

  useEffect(() => {
    setCurve([]);
    setReady(undefined);
    setFailed(false);
    if (settings === undefined) return;
    const worker = new TrainingWorker();
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      if (data.type === "ready") setReady(worker);
      if (data.type === "failed") setFailed(true);
      const points = pointsIn(data);
      if (points === undefined) return;
      if (points.length > 0) setCurve((curve) => withMore(curve, points));
      whenFree(isCalm, () => send(worker, { type: "drawn" }));
    };
    send(worker, { type: "start", settings, own });
    return () => worker.terminate();
  }, [settings && fixedPart(settings), name, isCalm]);

  useEffect(() => send(ready, { type: "follow", step, history }), [ready, step, history]);
  return { curve, hasFailed };
}

/** Before it follows, a run posts a look. */
function pointsIn(reply: Reply): readonly CurvePoint[] | undefined {
  if (reply.type === "look") return reply.look.points;
  return reply.type === "points" ? reply.points : undefined;
}

const send = (worker: Worker | undefined, request: Request): void => worker?.postMessage(request);
