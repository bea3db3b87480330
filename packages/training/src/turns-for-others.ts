/**
 * Lets other work of the process run, such as timers, abort signals and what draws the page. Call what it gives between
 * steps: it waits only where the last turn is some milliseconds ago.
 */
export function turnsForOthers(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 12) return;
    await dueWork();
    last = performance.now();
  };
}

/** Resolves once timers and events that are due have had their turn. */
function dueWork(): Promise<void> {
  return new Promise((resume) => {
    if (typeof setImmediate === "function") setImmediate(resume);
    else message(resume);
  });
}

/** Not a timer: pages make those wait for 4 milliseconds, and for a second when nobody sees them. */
function message(resume: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resume();
  };
  port2.postMessage(undefined);
}
