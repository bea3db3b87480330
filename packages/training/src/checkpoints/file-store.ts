import { readSafetensors, writeSafetensors } from "@piecewise/data";
import { nodeFiles } from "../node-files.ts";
import type { CheckpointStore } from "./store.ts";

const ending = ".safetensors";

/**
 * Checkpoints as safetensors files in a folder, which is made when it is missing. A file takes its place once it is whole and on
 * the disk; what a process that was killed left unfinished is removed before the next is written. For one run at a time.
 *
 * @example
 * const store = fileStore("checkpoints");
 * store.title; // "checkpoints"
 */
export function fileStore(folder: string): CheckpointStore {
  const disk = () => nodeFiles("fileStore", "use indexedDbStore");
  const place = (name: string) => disk().path.join(folder, name + ending);
  const entries = () =>
    disk()
      .files.readdir(folder)
      .catch(() => [] as string[]);
  return {
    title: folder,
    async names() {
      return (await entries())
        .filter((name) => name.endsWith(ending))
        .map((name) => name.slice(0, -ending.length));
    },
    async write(name, { arrays, metadata }) {
      const { files, path } = disk();
      await files.mkdir(folder, { recursive: true });
      const unfinished = (await entries()).filter(
        (entry) => entry.includes(`${ending}.`) && entry.endsWith(".tmp"),
      );
      for (const entry of unfinished) await files.rm(path.join(folder, entry), { force: true });
      await writeSafetensors(place(name), arrays, { metadata });
    },
    read: (name) => readSafetensors(place(name)),
    remove: (name) => disk().files.rm(place(name), { force: true }),
  };
}
