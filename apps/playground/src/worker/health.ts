import { diagnose, type HealthReport, type Layer, type StepObserver } from "piecewise";

/** What is known of a network's health. */
export interface Health {
  /** Before each step: what looks into it, or nothing. */
  observeStep(): StepObserver | undefined;
  /** A step was taken. */
  hasSeen(): void;
  /** What was found; nothing before the first step. */
  report(): Promise<HealthReport | undefined>;
  /** The same, or what was found a quarter of a second ago: words that change with every look cannot be read, and cost as much as the rest of it. */
  recent(): Promise<HealthReport | undefined>;
  /** When the weights have changed, what was seen of units is no longer true. */
  forget(): void;
}

/** For so many milliseconds, a report is recent. */
const readingTime = 250;

export function healthOf(model: Layer): Health {
  let found = diagnose(model);
  let hasSteps = false;
  let known: { readonly report: HealthReport | undefined; readonly until: number } | undefined;
  const report = async () => (hasSteps ? found.report() : undefined);
  return {
    observeStep: () => found.observeStep(),
    hasSeen: () => void (hasSteps = true),
    report,
    async recent() {
      if (known === undefined || performance.now() > known.until)
        known = { report: await report(), until: performance.now() + readingTime };
      return known.report;
    },
    forget() {
      found = diagnose(model);
      hasSteps = false;
      known = undefined;
    },
  };
}

/** Whether its numbers are finite no more. They never will be again: nothing helps but another start. */
export const isLost = ({ loss }: Pick<HealthReport, "loss">): boolean => !Number.isFinite(loss.now);

/** How many units are dead. */
export const deadIn = ({ layers }: HealthReport): number =>
  layers.reduce((sum, { dead }) => sum + dead.length, 0);
