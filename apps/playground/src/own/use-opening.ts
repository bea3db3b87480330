import { useRef, useState } from "preact/hooks";
import type { DataName, OwnName } from "../settings.ts";
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

export function useOpening(data: DataName, own: Own, change: ReturnType<Desk>["change"]): Opening {
  const [message, setMessage] = useState<Message>();
  const [pending, setPending] = useState<Pending>({});
  const latest = useRef({ data, own, change, pending, setPending });
  latest.current = { data, own, change, pending, setPending };
  const attempts = useRef(0);
  const say = (text: string | undefined, isRefusal = false) =>
    setMessage(text === undefined ? undefined : { isRefusal, text });
  // What was opened or chosen last is what counts, however long the one before takes.
  const attempt = (work: (desk: Desk) => Promise<string | undefined>) => {
    const mine = ++attempts.current;
    const { data } = latest.current;
    const isLast = () => attempts.current === mine;
    const desk: Desk = () => ({ ...latest.current, isWanted: isLast() && latest.current.data === data });
    say("Looking into it …");
    work(desk).then(
      (text) => isLast() && say(text),
      (error: Error) => isLast() && say(error.message, true),
    );
  };
  return {
    message,
    table: pending.table,
    open: (files) => attempt((desk) => openFiles(desk, files)),
    take: (data) => attempt((desk) => take(desk, data)),
    chooseTarget: (target) => attempt((desk) => takeTarget(desk, target)),
    beginWithMoons: () =>
      attempt(async (desk) => take(desk, { name: "own points", points: await aside("moonPoints", 60) })),
    forget(name) {
      attempts.current++;
      own.forget(name);
      say("Forgotten.");
      setPending({});
    },
  };
}
