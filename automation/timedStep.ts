import type { ReleaseVersion } from "../model/release/version.ts";
import type { Step } from "../model/step.ts";
import type { StepOutcome } from "./events.ts";
import type { Run } from "./run.ts";

/** Reports a step's start and end around its work. A step that was interrupted has no end: it goes on in AWS. */
export async function timedStep<T>(
  run: Pick<Run, "report" | "timing" | "signal">,
  release: ReleaseVersion,
  step: Step,
  work: () => Promise<T>,
  outcomeOf: (result: T) => StepOutcome,
): Promise<T> {
  const started = run.timing.now().getTime();
  const finish = (outcome: StepOutcome) => {
    const seconds = (run.timing.now().getTime() - started) / 1000;
    run.report({ type: "step-finished", step, release, outcome, seconds });
  };
  run.report({ type: "step-started", step, release });
  try {
    const result = await work();
    finish(outcomeOf(result));
    return result;
  } catch (error) {
    if (!run.signal.aborted) finish("failed");
    throw error;
  }
}
