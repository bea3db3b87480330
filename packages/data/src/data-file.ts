import { DataError } from "./data-error.ts";
import { findDisk, type Disk } from "./disk.ts";
import { download, type Progress } from "./download.ts";
import { partialFile, partialMemory } from "./partial-download.ts";
import { downloadName, verifiedContent, type PublishedFile } from "./published-file.ts";
import { reasonOf } from "./reason.ts";

export interface FileOptions {
  /** A folder that has the files, zipped or not, in itself or in a folder with the name of the collection. */
  readonly dataDir?: string | undefined;
  /** Where downloads are kept. By default `piecewise` in the user's cache folder. */
  readonly cacheDir?: string | undefined;
  /** Addresses to download from in place of the usual ones, each ending in a slash. */
  readonly mirrors?: readonly string[] | undefined;
  /** Called while a file is downloaded. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What files belong to: a name for errors, usual folders, and addresses. */
export interface FileOrigin {
  readonly name: string;
  readonly folders: readonly [string, ...string[]];
  readonly mirrors: readonly string[];
}

/** The unzipped and verified content of a published file: from a folder, the cache, or the network. */
export async function dataFile(
  origin: FileOrigin,
  file: PublishedFile,
  options: FileOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const found = await localFile(origin, file, options);
  if (found !== undefined) return found;
  const disk = findDisk();
  const partial = disk
    ? await partialFile(disk, origin.name, cacheFolder(disk, origin, options), downloadName(file))
    : partialMemory();
  const { mirrors = origin.mirrors, onProgress } = options;
  return download({ operation: origin.name, file, mirrors, partial, onProgress });
}

/** The same from a folder or the cache, or nothing. */
export async function localFile(
  origin: FileOrigin,
  file: PublishedFile,
  options: FileOptions,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const disk = findDisk();
  const found = disk && (await findFile(disk, foldersOf(disk, origin, options), namesOf(file)));
  return disk && found ? readFile(disk, origin, file, found) : undefined;
}

function foldersOf(disk: Disk, origin: FileOrigin, options: FileOptions): string[] {
  const dataDirs = [options.dataDir, disk.environment["PIECEWISE_DATA_DIR"]].filter((folder) => folder);
  const folders = dataDirs.flatMap((dataDir) => origin.folders.map((folder) => disk.join(dataDir!, folder)));
  return [...folders, cacheFolder(disk, origin, options)];
}

function cacheFolder(disk: Disk, { folders }: FileOrigin, { cacheDir }: FileOptions): string {
  return disk.join(cacheDir ?? disk.cacheFolder(), folders[0]);
}

/** `train-images-idx3-ubyte` also goes about as `train-images.idx3-ubyte`. */
function namesOf({ name }: PublishedFile): string[] {
  return [name, name.replace("-idx", ".idx")].flatMap((plain) => [plain, `${plain}.gz`]);
}

async function findFile(disk: Disk, folders: string[], names: string[]): Promise<string | undefined> {
  for (const folder of folders) {
    for (const name of names) {
      const path = disk.join(folder, name);
      if (await disk.isFile(path)) return path;
    }
  }
  return undefined;
}

async function readFile(disk: Disk, origin: FileOrigin, file: PublishedFile, path: string) {
  try {
    return await verifiedContent(file, await disk.read(path));
  } catch (cause) {
    const remedy = "delete it, or put the published file in its place";
    throw new DataError(origin.name, `cannot use ${path}: ${reasonOf(cause)}; ${remedy}`, { cause });
  }
}
