/** How many words there are for the arguments of a job's chunks, before the constants begin. */
export const argumentWords = 896;
/** The number of chunks that are left has eight bits. */
export const mostChunks = 255;

/**
 * Where main thread and workers meet: words of the first page of the shared memory, the busy ones on cache lines of their
 * own. A job has a number, so that a worker that comes late cannot take a chunk of the next one.
 */
export const places = {
  /**
   * The job's number (upper 24 bits) and how many of its chunks are left to take (lower 8). Workers wait on this word. It
   * says all that decides whether a chunk may be taken: the other words may be the next job's already.
   */
  claim: 64,
  /** How many chunks are done. */
  done: 80,
  /** How many workers have started, and how many of them sleep. */
  ready: 96,
  asleep: 97,
  /** Set when a chunk has failed, and when workers have to end. */
  failed: 98,
  quit: 99,
  /** Set while the caller sleeps until chunks are done. */
  waiting: 100,
  /** The kernel's number, how many chunks, how many arguments each, and where the kernel's module lies. */
  job: 112,
  /** The arguments of all chunks, one after the other; they end before the constants. */
  args: 128,
} as const;
