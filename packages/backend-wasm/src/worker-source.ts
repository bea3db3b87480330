/** The functions of `Math` that kernels may call on workers. */
export const givenToWorkers: readonly string[] = ["sin", "cos", "tan"];

/**
 * What a worker runs: a script without imports, so that any bundler carries it along. `places` are those of `job.ts`. It
 * takes chunks of the job under way until none is left, spins for a while when there is nothing to do, then sleeps until it
 * is notified. A kernel's module is compiled when the worker meets it for the first time. Comments stand here, as no bundler
 * would take them out of the text:
 *
 * - Only when a chunk is claimed is it certain that the job is under way, and that its words are its own.
 * - A thread may not have noticed yet that the memory has grown; it does so in the turns of a loop.
 */
export const workerSource = `
const work = ({ memory, places, spins }) => {
  let words = new Int32Array(memory.buffer);
  const kernels = new Map();
  const env = { memory };
  for (const name of ${JSON.stringify(givenToWorkers)}) env[name] = Math[name];
  const kernel = (id, address, length) => {
    if (!kernels.has(id)) {
      while (memory.buffer.byteLength < address + length);
      const bytes = new Uint8Array(memory.buffer, address, length).slice();
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env });
      kernels.set(id, exports.run);
    }
    return kernels.get(id);
  };
  const takeChunks = (job) => {
    for (;;) {
      const claim = Atomics.load(words, places.claim);
      const left = claim & 255;
      if (claim >>> 8 !== job || left === 0) return;
      if (Atomics.compareExchange(words, places.claim, claim, claim - 1) !== claim) continue;
      const at = places.job;
      const width = words[at + 2];
      const from = places.args + (words[at + 1] - left) * width;
      try {
        kernel(words[at], words[at + 3] >>> 0, words[at + 4])(...words.subarray(from, from + width));
      } catch {
        Atomics.store(words, places.failed, 1);
      }
      Atomics.add(words, places.done, 1);
      if (Atomics.load(words, places.waiting) === 1) Atomics.notify(words, places.done);
    }
  };
  let job = Atomics.load(words, places.claim) >>> 8;
  Atomics.add(words, places.ready, 1);
  for (;;) {
    let claim = Atomics.load(words, places.claim);
    for (let spin = 0; spin < spins && claim >>> 8 === job; spin++) claim = Atomics.load(words, places.claim);
    if (claim >>> 8 === job) {
      Atomics.add(words, places.asleep, 1);
      Atomics.wait(words, places.claim, claim);
      Atomics.sub(words, places.asleep, 1);
      continue;
    }
    job = claim >>> 8;
    if (Atomics.load(words, places.quit) === 1) return;
    if (words.buffer !== memory.buffer) words = new Int32Array(memory.buffer);
    takeChunks(job);
  }
};
const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
if (threads) work(threads.workerData);
else self.onmessage = (event) => work(event.data);
`;
