import type { Rotation } from "./rotation.ts";
import type { KeyStep } from "./rotationEvents.ts";

/** What came of a step. */
export interface StepResult {
  readonly outcome: "done" | "unchanged";
  /** What it was about. */
  readonly of: readonly string[];
}

/** Reports a step's start and end around its work. */
export async function keyStep<T>(
  { report, timing, signal }: Pick<Rotation, "report" | "timing" | "signal">,
  step: KeyStep,
  work: () => Promise<T>,
  resultOf: (value: T) => StepResult,
): Promise<T> {
  const started = timing.now().getTime();
  const finish = (outcome: "done" | "unchanged" | "failed", of: readonly string[]) => {
    const seconds = (timing.now().getTime() - started) / 1000;
    report({ type: "key-step-finished", step, outcome, of, seconds });
  };
  report({ type: "key-step-started", step });
  try {
    const value = await work();
    const { outcome, of } = resultOf(value);
    finish(outcome, of);
    return value;
  } catch (error) {
    if (!signal.aborted) finish("failed", []);
    throw error;
  }
}
