import { useState } from "preact/hooks";
import type { OwnData } from "../own/own-data.ts";
import type { DataShape } from "../plan.ts";
import { isOwn, type Settings } from "../settings.ts";
import { programText } from "./program-text.ts";

interface Props {
  readonly settings: Settings;
  readonly shape: DataShape | undefined;
  readonly own: OwnData | undefined;
}

/** The run as a program to take along. */
export function ProgramView({ settings, shape, own }: Props) {
  const [copied, setCopied] = useState<string>();
  // The last data that were read may be those of the run before.
  if (shape === undefined || (isOwn(settings.data) && shape.own?.name !== settings.data)) return null;
  const text = programText(settings, shape, own);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(text),
      () => setCopied(undefined),
    );
  };
  return (
    <section class="panel program" aria-label="The run as a program">
      <h2>As code</h2>
      <p>
        The first 1000 steps of this run as a program for Node, with <code>npm i piecewise</code>. Its numbers
        are the page's.
      </p>
      <button type="button" onClick={copy}>
        {copied === text ? "Copied" : "Copy"}
      </button>
      <details>
        <summary>Show it</summary>
        <pre tabIndex={0}>{text}</pre>
      </details>
    </section>
  );
}
