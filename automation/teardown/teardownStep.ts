import type { Run } from "../run.ts";
import type { TeardownStep } from "./teardownEvents.ts";

/** Reports a step's start and end around its work. */
export async function teardownStep<T>(
  { report, timing, signal, side }: Pick<Run, "report" | "timing" | "signal" | "side">,
  of: { readonly step: TeardownStep; readonly stack?: string },
  work: () => Promise<T>,
  isDone: (value: T) => boolean = () => true,
): Promise<T> {
  const named = { ...of, ...(side !== undefined && { side }) };
  const started = timing.now().getTime();
  const finish = (outcome: "done" | "failed") => {
    const seconds = (timing.now().getTime() - started) / 1000;
    report({ type: "teardown-step-finished", ...named, outcome, seconds });
  };
  report({ type: "teardown-step-started", ...named });
  try {
    const value = await work();
    finish(isDone(value) ? "done" : "failed");
    return value;
  } catch (error) {
    if (!signal.aborted) finish("failed");
    throw error;
  }
}
