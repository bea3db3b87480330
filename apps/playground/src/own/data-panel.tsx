import { useLayoutEffect, useRef } from "preact/hooks";
import { save } from "../files/files.tsx";
import { Choice } from "../page/choice.tsx";
import { isOwn, type DataName } from "../settings.ts";
import { aboutText } from "./about.ts";
import { aside } from "./aside.ts";
import type { Found } from "./own-data.ts";
import type { Message, Opening } from "./use-opening.ts";
import type { Own } from "./use-own.ts";

interface Props {
  readonly data: DataName;
  readonly own: Own;
  readonly opening: Opening;
  /** Of the run's data, once they are read. */
  readonly found: Found | undefined;
  /** The run has failed: data that are not read by then never will be. */
  readonly hasFailed: boolean;
}

/** The user's own data: opened, told about, kept and forgotten. */
export function DataPanel({ data, own, opening, found, hasFailed }: Props) {
  const isRead = found?.name === data;
  return (
    <>
      {isOwn(data) && own.given.lack === undefined && (isRead || !hasFailed) && (
        <p role="status" class="own-about">
          {isRead ? aboutText(found) : "Being read …"}
        </p>
      )}
      <Target data={data} own={own} opening={opening} found={found} />
      <label class="open-files">
        <span>Open files: MNIST’s or a table. Or drop them anywhere.</span>
        <input
          type="file"
          multiple
          onChange={({ currentTarget }) => {
            opening.open([...(currentTarget.files ?? [])]);
            // The same files can be opened once more.
            currentTarget.value = "";
          }}
        />
      </label>
      {opening.message !== undefined && <Said message={opening.message} />}
      {isOwn(data) && <Keeping data={data} own={own} opening={opening} />}
    </>
  );
}

/** Of the table that is learned from, or of one that is not, for its last column cannot be the target. */
function Target({ data, own, opening: { table, chooseTarget }, found }: Omit<Props, "hasFailed">) {
  const opened = data === "own files" ? own.data[data] : undefined;
  const columns = table?.columns ?? (opened?.kind === "table" ? (found?.columns ?? []) : []);
  if (columns.length === 0) return null;
  return (
    <Choice
      label={table === undefined ? "Target column" : `Target column of ${table.file.name}`}
      value={table === undefined && opened?.kind === "table" ? opened.target : ""}
      among={columns}
      empty="choose one"
      onChoose={chooseTarget}
    />
  );
}

/** What was dropped far away is answered in sight. */
function Said({ message: { isRefusal, text } }: { readonly message: Message }) {
  const place = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => place.current?.scrollIntoView({ block: "nearest" }), [text]);
  return (
    <p ref={place} role={isRefusal ? "alert" : "status"} class={isRefusal ? "own-said failure" : "own-said"}>
      {text}
    </p>
  );
}

function Keeping({ data, own, opening }: Pick<Props, "own" | "opening"> & { data: keyof Own["data"] }) {
  const drawn = data === "own files" ? undefined : own.data[data];
  if (own.data[data] === undefined) return null;
  return (
    <>
      <div class="buttons">
        {drawn !== undefined && own.given.lack === undefined && (
          <button type="button" onClick={() => void saveRows(drawn)}>
            Save data
          </button>
        )}
        <button type="button" onClick={() => opening.forget(data)}>
          Forget them
        </button>
      </div>
      <p class="note">
        {own.isKept
          ? "They are kept in this browser alone, and leave it never."
          : "This browser keeps nothing, as in a private window: a reload loses them."}
      </p>
    </>
  );
}

async function saveRows(own: NonNullable<Own["data"]["own points"] | Own["data"]["own drawings"]>) {
  const file = own.name === "own points" ? "points.safetensors" : "drawings.safetensors";
  save(file, await aside("rowsFile", own));
}
