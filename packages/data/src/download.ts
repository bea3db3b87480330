import { DataError, isDataError } from "./data-error.ts";
import type { PartialDownload } from "./partial-download.ts";
import { downloadName, verifiedContent, type PublishedFile } from "./published-file.ts";
import { reasonOf } from "./reason.ts";

/** How far a download is. */
export interface Progress {
  readonly file: string;
  /** Bytes that have arrived, those of earlier attempts included. */
  readonly received: number;
  /** Bytes in all, where the server says it. */
  readonly total: number | undefined;
}

export interface Download {
  readonly operation: string;
  readonly file: PublishedFile;
  readonly mirrors: readonly string[];
  readonly partial: PartialDownload;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** Downloads a file, going on where an earlier attempt stopped; gives its unzipped and verified content. */
export async function download(job: Download): Promise<Uint8Array<ArrayBuffer>> {
  let complete = false;
  try {
    const content = await fromAnyMirror(job);
    complete = true;
    return content;
  } finally {
    await job.partial.close(complete);
  }
}

/** Each mirror has two chances: a connection may be cut, and an old part may not fit what the server has now. */
async function fromAnyMirror(job: Download): Promise<Uint8Array<ArrayBuffer>> {
  const failures = new Set<string>();
  for (const mirror of [...job.mirrors, ...job.mirrors]) {
    const address = `${mirror}${downloadName(job.file)}`;
    try {
      await fetchRest(job, address);
      return await verifyOrRestart(job);
    } catch (thrown) {
      // A full disk will not be emptier at the next mirror. A corrupt file may be whole there.
      if (isDataError(thrown) && thrown.operation === job.operation) throw thrown;
      failures.add(`${address}: ${reasonOf(thrown)}`);
    }
  }
  throw new DataError(
    job.operation,
    `cannot download ${downloadName(job.file)} (${[...failures].join("; ")}); ${remedy}`,
  );
}

const remedy =
  "run again with network access, which goes on where this stopped, " +
  "or pass a folder that has the file as `dataDir` or in PIECEWISE_DATA_DIR";

async function fetchRest({ file, partial, onProgress }: Download, address: string): Promise<void> {
  const start = await partial.size();
  const response = await fetch(address, { headers: start > 0 ? { range: `bytes=${start}-` } : {} });
  if (response.status === 416) return; // Nothing is left to send.
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new Error(`the server answers ${response.status} ${response.statusText}`);
  }
  const resumed = response.headers.get("content-range")?.startsWith(`bytes ${start}-`) ?? false;
  if (start > 0 && !resumed) await partial.restart();
  let received = resumed ? start : 0;
  const total = totalOf(response, received);
  const write = async (chunk: Uint8Array) => {
    await partial.write(chunk, received);
    received += chunk.length;
    onProgress?.({ file: downloadName(file), received, total });
  };
  await response.body.pipeTo(new WritableStream({ write }));
}

/** Where the server compresses on the way, the length it names is not that of what arrives. */
function totalOf({ headers }: Response, received: number): number | undefined {
  const length = headers.get("content-length");
  return length === null || headers.has("content-encoding") ? undefined : received + Number(length);
}

async function verifyOrRestart({ file, partial }: Download): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await verifiedContent(file, await partial.read());
  } catch (thrown) {
    await partial.restart();
    throw thrown;
  }
}
