/** Lets steps through: so many, or all until it is closed. */
export interface Gate {
  open(steps: number): void;
  close(): void;
  readonly isClosed: boolean;
  /** Waits until a step may pass. */
  pass(): Promise<void>;
}

export function gate(): Gate {
  let left = 0;
  let wake = () => {};
  return {
    get isClosed() {
      return left <= 0;
    },
    open(steps) {
      left = steps;
      wake();
    },
    close() {
      left = 0;
    },
    async pass() {
      while (left <= 0) await new Promise<void>((resolve) => (wake = resolve));
      left--;
    },
  };
}
