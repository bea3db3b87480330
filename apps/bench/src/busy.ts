// A process that keeps one core busy until whoever started it closes its input, if only by dying.
const sliceMilliseconds = 20;

process.stdin.on("end", () => process.exit()).resume();
spin();

function spin(): void {
  const end = performance.now() + sliceMilliseconds;
  while (performance.now() < end);
  setImmediate(spin);
}
