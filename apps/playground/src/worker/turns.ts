/** Gives one after the other a turn, in the order of asking. */
export interface Turns {
  /** Waits for a turn. What it gives ends it. */
  take(): Promise<() => void>;
}

export function turns(): Turns {
  let last = Promise.resolve();
  return {
    async take() {
      const before = last;
      let end = () => {};
      last = new Promise((resolve) => (end = resolve));
      await before;
      return end;
    },
  };
}
