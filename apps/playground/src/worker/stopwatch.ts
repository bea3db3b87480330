/** How fast steps are taken, over the last half second or so. */
export interface Stopwatch {
  perSecond(step: number): number;
  /** Time that is spent waiting from here on does not count. */
  forget(): void;
}

const longEnough = 500;

export function stopwatch(now: () => number = () => performance.now()): Stopwatch {
  let since: { readonly step: number; readonly time: number } | undefined;
  let speed = 0;
  return {
    perSecond(step) {
      const time = now();
      since ??= { step, time };
      const passed = time - since.time;
      if (passed === 0) return speed;
      if (speed === 0 || passed > longEnough) speed = (1000 * (step - since.step)) / passed;
      if (passed > longEnough) since = { step, time };
      return speed;
    },
    forget() {
      since = undefined;
    },
  };
}
