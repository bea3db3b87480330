import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { dataFile } from "./data-file.ts";
import { download, type Progress } from "./download.ts";
import { partialMemory } from "./partial-download.ts";

const content = new Uint8Array(50_000).map((_, i) => (i * i) >> 3);
const zipped = new Uint8Array(gzipSync(content));
const half = zipped.length >> 1;
const file = { name: "numbers", sha256: createHash("sha256").update(content).digest("hex") };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let answers: Answer[];
let ranges: (string | undefined)[];
let mirror: string;
let cacheDir: string;

beforeEach(async () => {
  vi.stubEnv("PIECEWISE_DATA_DIR", "");
  cacheDir = await mkdtemp(join(tmpdir(), "piecewise-"));
  [answers, ranges] = [[], []];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    // The last answer serves all further requests.
    (answers.length > 1 ? answers.shift() : answers[0])?.(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await rm(cacheDir, { recursive: true });
});

/** Sends the file, or the range that is asked for, as a static file server does. */
const whole: Answer = (request, response) => {
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const range = `bytes ${start}-${zipped.length - 1}/${zipped.length}`;
  if (start >= zipped.length) response.writeHead(416, { "content-range": `bytes */${zipped.length}` }).end();
  else if (start === 0) response.writeHead(200, { "content-length": zipped.length }).end(zipped);
  else {
    const rest = zipped.subarray(start);
    response.writeHead(206, { "content-range": range, "content-length": rest.length }).end(rest);
  }
};

const cutInTheMiddle: Answer = (_request, response) => {
  response.writeHead(200, { "content-length": zipped.length });
  response.write(zipped.subarray(0, half), () => setTimeout(() => response.destroy(), 50));
};

const ignoringRanges: Answer = (_request, response) => void response.end(zipped);
const absent: Answer = (_request, response) => void response.writeHead(404).end("<html>Not Found</html>");
const somethingElse: Answer = (_request, response) => void response.end(gzipSync("something else"));
const corrupt: Answer = (_request, response) =>
  void response.end(zipped.map((byte, i) => (i > half ? 7 : byte)));

function get(mirrors = [mirror], onProgress?: (progress: Progress) => void): Promise<Uint8Array> {
  return dataFile({ name: "mnist", folders: ["mnist"], mirrors: [] }, file, {
    cacheDir,
    mirrors,
    onProgress,
  });
}

const cached = () => readdir(join(cacheDir, "mnist"));

async function leavePart(bytes: Uint8Array): Promise<void> {
  await mkdir(join(cacheDir, "mnist"));
  await writeFile(join(cacheDir, "mnist", "numbers.gz.part"), bytes);
}

it("downloads a file once, and shows how far it is", async () => {
  answers = [whole];
  const steps: Progress[] = [];
  expect(await get([mirror], (progress) => steps.push(progress))).toEqual(content);
  expect(steps.at(-1)).toEqual({ file: "numbers.gz", received: zipped.length, total: zipped.length });
  expect(await get()).toEqual(content);
  expect(ranges).toEqual([undefined]);
  expect(await cached()).toEqual(["numbers.gz"]);
  expect(new Uint8Array(await readFile(join(cacheDir, "mnist", "numbers.gz")))).toEqual(zipped);
});

it("goes on where a cut connection stopped", async () => {
  answers = [cutInTheMiddle, whole];
  const steps: Progress[] = [];
  expect(await get([mirror], (progress) => steps.push(progress))).toEqual(content);
  expect(ranges).toEqual([undefined, `bytes=${half}-`]);
  expect(steps.at(-1)).toEqual({ file: "numbers.gz", received: zipped.length, total: zipped.length });
});

it("goes on where an earlier run stopped", async () => {
  answers = [cutInTheMiddle, (_request, response) => void response.destroy()];
  await expect(get()).rejects.toThrow("run again with network access, which goes on where this stopped");
  expect(await cached()).toEqual(["numbers.gz.part"]);
  answers = [whole];
  expect(await get()).toEqual(content);
  expect(ranges.at(-1)).toBe(`bytes=${half}-`);
  expect(await cached()).toEqual(["numbers.gz"]);
});

it.each([
  ["the server ignores ranges", zipped.slice(0, half), ignoringRanges],
  ["the part is of another file", new Uint8Array(half), whole],
  ["the part is already complete", zipped, whole],
  ["the part is longer than the file", new Uint8Array(zipped.length + 5), whole],
])("ends well when %s", async (_when, part, answer) => {
  await leavePart(part);
  answers = [answer];
  expect(await get()).toEqual(content);
  expect(await cached()).toEqual(["numbers.gz"]);
});

it("turns to the next mirror", async () => {
  answers = [absent, whole];
  expect(await get([`${mirror}gone/`, mirror])).toEqual(content);
});

it("says which address has no such file", async () => {
  answers = [absent];
  await expect(get()).rejects.toMatchObject({
    name: "DataError",
    message:
      `mnist: cannot download numbers.gz (${mirror}numbers.gz: the server answers 404 Not Found); ` +
      "run again with network access, which goes on where this stopped, " +
      "or pass a folder that has the file as `dataDir` or in PIECEWISE_DATA_DIR",
  });
});

it("refuses a file with another digest, and keeps nothing of it", async () => {
  answers = [somethingElse];
  await expect(get()).rejects.toThrow(`expected ${file.sha256} for numbers`);
  expect(await readFile(join(cacheDir, "mnist", "numbers.gz.part"))).toHaveLength(0);
});

it("refuses a corrupt file", async () => {
  answers = [corrupt];
  await expect(get()).rejects.toThrow(/^mnist: cannot download .* bytes are no whole gzip file/);
});

it("says so when there is no network", async () => {
  await new Promise((closed) => server.close(closed));
  await expect(get()).rejects.toThrow(
    /^mnist: cannot download numbers.gz \(.*ECONNREFUSED.*\); run again with network/,
  );
});

it("ends well when two processes download the same file", async () => {
  answers = [whole];
  expect(await Promise.all([get(), get(), get()])).toEqual([content, content, content]);
  expect(await cached()).toEqual(["numbers.gz"]);
});

it("takes a file that the server zips once more on the way", async () => {
  answers = [
    (_request, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(zipped),
  ];
  const steps: Progress[] = [];
  expect(await get([mirror], (progress) => steps.push(progress))).toEqual(content);
  expect(steps[0].total).toBeUndefined();
});

it("downloads into memory where there is no disk", async () => {
  answers = [cutInTheMiddle, whole];
  const partial = partialMemory();
  const job = { operation: "mnist", file, mirrors: [mirror], partial, onProgress: undefined };
  expect(await download(job)).toEqual(content);
  expect(ranges).toEqual([undefined, `bytes=${half}-`]);
});
