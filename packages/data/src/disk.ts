import { DataError } from "./data-error.ts";

/** What downloads need of Node's files. Written out here, so that our types name none of Node's. */
export interface Disk {
  readonly environment: Readonly<Record<string, string | undefined>>;
  join(...parts: string[]): string;
  /** `$XDG_CACHE_HOME/piecewise`, or `~/.cache/piecewise`. */
  cacheFolder(): string;
  isFile(path: string): Promise<boolean>;
  /** The names in a folder. */
  list(path: string): Promise<{ readonly folders: readonly string[]; readonly files: readonly string[] }>;
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The bytes of a file piece by piece, read when they are asked for. */
  stream(path: string): ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Opens a file for reading and writing, in a folder that is made when it is missing. What is in it stays. */
  open(folder: string, name: string): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  /** Writes a file beside the one at `path`, and puts it in its place once it is whole and on the disk. */
  replace(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
}

export interface OpenFile {
  size(): Promise<number>;
  read(): Promise<Uint8Array<ArrayBuffer>>;
  write(chunk: Uint8Array, at: number): Promise<void>;
  /** Removes all that is in it. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** Node's way to files, or nothing in a browser. Reached when needed, so that bundlers never meet Node's modules. */
export function findDisk(): Disk | undefined {
  if (typeof process === "undefined" || typeof process.getBuiltinModule !== "function") return undefined;
  const files = process.getBuiltinModule("node:fs/promises");
  const path = process.getBuiltinModule("node:path");
  const { env } = process;
  return {
    environment: env,
    join: (...parts) => path.join(...parts),
    cacheFolder: () => path.join(userCacheFolder(env["XDG_CACHE_HOME"] ?? ""), "piecewise"),
    async isFile(at) {
      const found = await files.stat(at).catch(() => undefined);
      return found?.isFile() ?? false;
    },
    async list(at) {
      const found = await files.readdir(at, { withFileTypes: true });
      const named = (folders: boolean) =>
        found
          .filter((entry) => entry.isDirectory() === folders)
          .map(({ name }) => name)
          .sort();
      return { folders: named(true), files: named(false) };
    },
    read: async (at) => new Uint8Array(await files.readFile(at)),
    stream: streamFile,
    async open(folder, name) {
      await files.mkdir(folder, { recursive: true });
      return openFile(path.join(folder, name));
    },
    rename: (from, to) => files.rename(from, to),
    replace,
  };
}

/** Node's way to files; a `DataError` of the operation in a browser, where `instead` does the same with a file's bytes. */
export function diskFor(operation: string, instead: string): Disk {
  const disk = findDisk();
  if (disk !== undefined) return disk;
  throw new DataError(operation, `there are no files in a browser; use ${instead} with the file's bytes`);
}

/** The named folder, unless its name is relative, which the XDG specification says to ignore. */
function userCacheFolder(named: string): string {
  const path = process.getBuiltinModule("node:path");
  return path.isAbsolute(named) ? named : path.join(process.getBuiltinModule("node:os").homedir(), ".cache");
}

const pieceLength = 1 << 16;

function streamFile(path: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  const opened = process.getBuiltinModule("node:fs/promises").open(path);
  return new ReadableStream({
    async pull(controller) {
      const handle = await opened;
      const { bytesRead, buffer } = await handle.read(new Uint8Array(pieceLength), 0, pieceLength);
      if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead));
      await handle.close();
      controller.close();
    },
    cancel: async () => (await opened).close(),
  });
}

async function openFile(path: string): Promise<OpenFile> {
  const { constants, promises } = process.getBuiltinModule("node:fs");
  // Not for appending, which would ignore the places that chunks are written to.
  const handle = await promises.open(path, constants.O_RDWR | constants.O_CREAT);
  return {
    size: async () => (await handle.stat()).size,
    async read() {
      const bytes = new Uint8Array((await handle.stat()).size);
      await handle.read(bytes, 0, bytes.length, 0);
      return bytes;
    },
    write: async (chunk, at) => void (await handle.write(chunk, 0, chunk.length, at)),
    empty: () => handle.truncate(0),
    close: () => handle.close(),
  };
}

let replacements = 0;

async function replace(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const { open, rename, rm } = process.getBuiltinModule("node:fs/promises");
  const unfinished = `${path}.${process.pid}-${replacements++}.tmp`;
  try {
    const handle = await open(unfinished, "wx");
    try {
      for await (const chunk of chunks) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw cause;
  }
}
