import { diagnose, type HealthReport, type Layer, type StepObserver } from "piecewise";

/** What is known of a network's health. */
export interface Health {
  /** Before each step: what looks into it, or nothing. */
  observeStep(): StepObserver | undefined;
  /** A step was taken. */
  hasSeen(): void;
  /** What was found; nothing before the first step. */
  report(): Promise<HealthReport | undefined>;
  /** When the weights have changed, what was seen of units is no longer true. */
  forget(): void;
}

export function healthOf(model: Layer): Health {
  let found = diagnose(model);
  let hasSteps = false;
  return {
    observeStep: () => found.observeStep(),
    hasSeen: () => void (hasSteps = true),
    report: async () => (hasSteps ? found.report() : undefined),
    forget() {
      found = diagnose(model);
      hasSteps = false;
    },
  };
}

/** How many units are dead. */
export const deadIn = ({ layers }: HealthReport): number =>
  layers.reduce((sum, { dead }) => sum + dead.length, 0);
