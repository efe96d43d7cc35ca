import { PantherError } from "../model/error.ts";
import type { BuildReport, FailedEvent, RunSummary } from "./events.ts";
import { type Run, type RunOptions, startRun } from "./run.ts";

/** How a command's work ended. */
export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly event: FailedEvent }
  /** Nothing was changed. */
  | { readonly kind: "refused"; readonly event: FailedEvent };

/** What a summary says, collected on the way. */
export interface Progress {
  from?: string;
  to?: string;
  hops: number;
  readonly builds: BuildReport[];
}

/**
 * Runs one command from its start to the summary that is its last event, whatever happens: our own errors are refusals
 * while nothing was changed and failures from then on, other errors are failures, an abort is neither.
 */
export async function runCommand(
  options: RunOptions,
  work: (run: Run, progress: Progress) => Promise<Outcome>,
): Promise<RunSummary> {
  const progress: Progress = { hops: 0, builds: [] };
  const report = options.report ?? (() => undefined);
  let changed = false;
  const end = (result: RunSummary["result"], event?: FailedEvent): RunSummary => {
    if (event) report(event);
    const summary: RunSummary = { type: "summary", environment: options.environment, ...progress, result };
    report(summary);
    return summary;
  };
  try {
    const run = await startRun(options, () => {
      changed = true;
    });
    const outcome = await work(run, progress);
    return end(outcome.kind, "event" in outcome ? outcome.event : undefined);
  } catch (error) {
    if (options.signal?.aborted) return end("interrupted");
    const refused = error instanceof PantherError && !changed;
    return end(refused ? "refused" : "failed", failedEvent(error));
  }
}

/** An error as the event that reports it. */
export function failedEvent(error: unknown): FailedEvent {
  if (error instanceof PantherError) {
    return { type: "failed", code: error.code, message: error.message, fix: error.fix };
  }
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  return {
    type: "failed",
    code: "unexpected",
    message: `${name}: ${message}`,
    fix: "If AWS or its credentials caused it, mend that; then run the same command again: it goes on from what stands.",
  };
}
