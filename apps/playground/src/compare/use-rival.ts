import { useEffect, useState } from "preact/hooks";
import { withMore } from "../page/curve-points.ts";
import { fixedPart } from "../page/use-training.ts";
import type { Settings } from "../settings.ts";
import TrainingWorker from "../worker/training.worker.ts?worker&inline";
import type { CurvePoint, Reply, Request } from "../worker/messages.ts";

/** The curve of a second run, in a worker of its own, that follows the first to its step. Where the first has another name, both start anew. */
export function useRival(settings: Settings | undefined, step: number, first: string): readonly CurvePoint[] {
  const [curve, setCurve] = useState<readonly CurvePoint[]>([]);
  const [ready, setReady] = useState<Worker>();

  useEffect(() => {
    setCurve([]);
    setReady(undefined);
    if (settings === undefined) return;
    const worker = new TrainingWorker();
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      if (data.type === "ready") setReady(worker);
      if (data.type !== "look") return;
      setCurve((curve) => withMore(curve, data.look.points));
      send(worker, { type: "drawn" });
    };
    send(worker, { type: "start", settings });
    return () => worker.terminate();
  }, [settings && fixedPart(settings), first]);

  useEffect(() => {
    if (settings !== undefined) send(ready, { type: "learningRate", value: settings.learningRate });
  }, [ready, settings?.learningRate]);
  useEffect(() => send(ready, { type: "runTo", step }), [ready, step]);
  return curve;
}

const send = (worker: Worker | undefined, request: Request): void => worker?.postMessage(request);
