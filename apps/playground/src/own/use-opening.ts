import { useRef, useState } from "preact/hooks";
import type { OwnName } from "../settings.ts";
import { aside } from "./aside.ts";
import { openFiles, take, takeTarget, type Desk, type OfferedTable, type Pending } from "./open-files.ts";
import type { OwnData } from "./own-data.ts";
import type { Own } from "./use-own.ts";

/** What was said last of files that were opened. */
export interface Message {
  readonly isRefusal: boolean;
  readonly text: string;
}

/** The ways to own data. Until they are found good, nothing changes. */
export interface Opening {
  readonly message: Message | undefined;
  readonly table: OfferedTable | undefined;
  readonly open: (files: readonly File[]) => void;
  readonly take: (own: OwnData) => void;
  readonly chooseTarget: (target: string) => void;
  readonly beginWithMoons: () => void;
  readonly forget: (name: OwnName) => void;
}

export function useOpening(own: Own, change: ReturnType<Desk>["change"]): Opening {
  const [message, setMessage] = useState<Message>();
  const [pending, setPending] = useState<Pending>({});
  const latest = useRef({ own, change, pending, setPending });
  latest.current = { own, change, pending, setPending };
  const desk: Desk = () => latest.current;
  const say = (text: string | undefined, isRefusal = false) =>
    setMessage(text === undefined ? undefined : { isRefusal, text });
  const attempt = (work: () => Promise<string | undefined>) => {
    say("Looking into it …");
    work().then(say, (error: Error) => say(error.message, true));
  };
  return {
    message,
    table: pending.table,
    open: (files) => attempt(() => openFiles(desk, files)),
    take: (data) => attempt(() => take(desk, data)),
    chooseTarget: (target) => attempt(() => takeTarget(desk, target)),
    beginWithMoons: () =>
      attempt(async () => take(desk, { name: "own points", points: await aside("moonPoints", 60) })),
    forget(name) {
      own.forget(name);
      say("Forgotten.");
      setPending({});
    },
  };
}
