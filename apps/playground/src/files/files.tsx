import { useState } from "preact/hooks";
import { aside } from "../own/aside.ts";
import type { Message, Opening } from "../own/use-opening.ts";
import type { Ask } from "../page/use-training.ts";
import { changeText } from "../history.ts";
import { parseRun, runText, type KeptRun } from "./run-file.ts";
import { useDrop } from "./use-drop.ts";

interface Props {
  readonly ask: Ask;
  readonly run: KeptRun;
  /** Takes files that are data. */
  readonly opening: Opening;
  /** A run was opened. */
  readonly onRun: (run: KeptRun) => void;
}

/** Weights and runs, to files and from them. */
export function Files({ ask, run, opening, onRun }: Props) {
  const [message, setMessage] = useState<Message>();
  const attempt = (work: () => Promise<string>) => {
    work().then(
      (text) => setMessage({ isRefusal: false, text }),
      (error: Error) => setMessage({ isRefusal: true, text: error.message }),
    );
  };
  const saveWeights = async () => save("weights.safetensors", await ask("weights", undefined));
  const saveRun = async () => save("run.json", runText(run));
  const open = (file: File) => attempt(() => openFile(file, ask, opening, onRun));
  useDrop((files) => {
    if (files.length === 1 && /\.(json|safetensors)$/.test(files[0].name)) open(files[0]);
    else opening.open(files);
  });
  return (
    <section class="panel files" aria-label="Files">
      <h2>Keep and bring back</h2>
      <p class="note">
        Weights are a safetensors file, which PyTorch reads, too; a run is its settings and curve.
      </p>
      <div class="buttons">
        <button type="button" onClick={() => attempt(saveWeights)}>
          Save weights
        </button>
        <button type="button" onClick={() => attempt(saveRun)}>
          Save run
        </button>
      </div>
      <FileField onFile={open} />
      {message !== undefined && (
        <p role={message.isRefusal ? "alert" : "status"} class={message.isRefusal ? "failure" : ""}>
          {message.text}
        </p>
      )}
    </section>
  );
}

function FileField({ onFile }: { readonly onFile: (file: File) => void }) {
  return (
    <label class="drop">
      <span>Open weights or a run: choose a file, or drop it anywhere</span>
      <input
        type="file"
        accept=".safetensors,.json"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) onFile(file);
          // The same file can be opened once more.
          currentTarget.value = "";
        }}
      />
    </label>
  );
}

async function openFile(file: File, ask: Ask, opening: Opening, onRun: Props["onRun"]): Promise<string> {
  if (file.name.endsWith(".json")) {
    const run = parseRun(await file.text());
    onRun(run);
    return [
      `${file.name}: the settings are those of the file, and its loss is drawn beside the new one.`,
      ...run.changes.map((change) => `In that run, at step ${change.step}: ${changeText(change)}.`),
    ].join("\n");
  }
  if (!file.name.endsWith(".safetensors"))
    throw new Error(`${file.name} is neither weights (.safetensors) nor a run (.json)`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const rows = await aside("rowsInFile", bytes);
  if (rows !== undefined) {
    opening.take(rows);
    return `${file.name}: ${rows.name} to learn from.`;
  }
  await ask("load", bytes);
  return `${file.name}: the network has the weights of the file.`;
}

export function save(name: string, content: BlobPart): string {
  const address = URL.createObjectURL(new Blob([content]));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  // Once the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
  return `${name} is saved.`;
}
