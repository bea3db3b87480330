import { DataError } from "../data-error.ts";
import { dataFile, localFile, type FileOrigin } from "../data-file.ts";
import type { Dataset } from "../dataset.ts";
import { checkSplit, imageLimit, type ImageOptions, type Split } from "../image-collection.ts";
import { verifiedContent, type PublishedFile } from "../published-file.ts";
import { parseCifar10, record } from "./parse-cifar10.ts";
import { fileInTar } from "./tar.ts";

/** Colour images published as an archive of files in the binary format of CIFAR-10. */
export interface CifarCollection extends FileOrigin {
  readonly archive: PublishedFile;
  /** The files of each part, and how many images each but the last of them has. */
  readonly files: Readonly<Record<Split, readonly PublishedFile[]>>;
  readonly imagesInFile: number;
  /** The first images of each part alone, for those who have a folder with them. */
  readonly beginnings: Readonly<Record<Split, PublishedFile & { readonly images: number }>> & {
    readonly folder: string;
  };
}

/** Finds the files of a collection, or downloads their archive, and makes a data set of them. */
export async function loadCifar(
  collection: CifarCollection,
  split: Split,
  options: ImageOptions,
): Promise<Dataset> {
  checkSplit(collection.name, split);
  const limit = imageLimit(collection.name, options);
  const bytes =
    (await beginning(collection, split, limit, options)) ??
    (await wholeFiles(collection, split, limit, options));
  return parseCifar10(bytes.subarray(0, limit === Infinity ? bytes.length : limit * record));
}

async function beginning(
  { beginnings, ...origin }: CifarCollection,
  split: Split,
  limit: number,
  options: ImageOptions,
) {
  if (limit > beginnings[split].images) return undefined;
  return localFile({ ...origin, folders: [beginnings.folder] }, beginnings[split], options);
}

async function wholeFiles(
  collection: CifarCollection,
  split: Split,
  limit: number,
  options: ImageOptions,
): Promise<Uint8Array> {
  const { files, imagesInFile, archive } = collection;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let unpacked: Promise<Uint8Array<ArrayBuffer>> | undefined;
  for (const file of files[split].slice(0, Math.ceil(limit / imagesInFile))) {
    const found = await localFile(collection, file, options);
    parts.push(
      found ?? (await unpack(collection, file, await (unpacked ??= dataFile(collection, archive, options)))),
    );
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** The archive holds the files in the collection's first folder. */
async function unpack(
  { name, folders, archive }: CifarCollection,
  file: PublishedFile,
  unpacked: Uint8Array<ArrayBuffer>,
) {
  const content = fileInTar(unpacked, `${folders[0]}/${file.name}`);
  if (content !== undefined) return verifiedContent(file, content);
  throw new DataError(name, `${archive.name} holds no ${file.name}; get the archive again`);
}
