import { PantherError } from "../model/error.ts";
import { accessDenied, type DeniedUse } from "../model/permissions/deniedCall.ts";
import { areExpired, credentialsExpired } from "./credentials.ts";
import type { BuildReport, DriverEvent, FailedEvent, Report, RunSummary } from "./events.ts";
import { reportGoingOn, reportInterruption } from "./interruption.ts";
import { type Journal, openJournal } from "./journal.ts";
import { type JournalTarget, journalTarget, uploadJournal } from "./journalUpload.ts";
import { type Lease, takeLease } from "./lease.ts";
import { awaitOrphans, reportTakeover } from "./orphans.ts";
import { systemProcesses } from "./processes.ts";
import { type Run, type RunOptions, startRun } from "./run.ts";

/** How a command's work ended. */
export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly event: FailedEvent }
  /** Nothing was changed. */
  | { readonly kind: "refused"; readonly event: FailedEvent };

export type Refusal = Extract<Outcome, { kind: "refused" }>;

/** What a summary says, collected on the way. */
export interface Progress {
  from?: string;
  to?: string;
  hops: number;
  readonly builds: BuildReport[];
}

/** What a run holds until its end. */
interface Held {
  run?: Run;
  lease?: Lease;
  journal?: Journal;
  target?: JournalTarget;
}

/** What a command does before there is an environment to drive: without lease and journal. */
export type Prepare = (context: {
  readonly report: Report;
  readonly signal: AbortSignal;
  /** Called right before anything is changed, as that of a {@link Run}. */
  readonly aboutToChange: () => void;
}) => Promise<void>;

/**
 * Runs one command that changes an environment, as its only driver, from its start to the summary that is its last event,
 * whatever happens: our own errors are refusals while nothing was changed and failures from then on, other errors are
 * failures, an abort is neither.
 */
export async function runCommand(
  command: string,
  options: RunOptions,
  work: (run: Run, progress: Progress) => Promise<Outcome>,
  prepare?: Prepare,
): Promise<RunSummary> {
  const progress: Progress = { hops: 0, builds: [] };
  const held: Held = {};
  const tell = options.report ?? (() => undefined);
  const report: Report = (event) => {
    held.journal?.take(event);
    tell(event);
  };
  let changed = false;
  const stop = new AbortController();
  const interrupt = () => {
    reportInterruption(report, options.signal?.reason);
    stop.abort(options.signal?.reason);
  };
  if (options.signal?.aborted) stop.abort(options.signal.reason);
  else options.signal?.addEventListener("abort", interrupt, { once: true });
  const execute = async (): Promise<Outcome | { readonly kind: "interrupted" }> => {
    try {
      if (options.journalTo !== undefined) held.target = journalTarget(options.journalTo);
      const onChange = () => {
        changed = true;
      };
      const aboutToChange = () => {
        stop.signal.throwIfAborted();
        onChange();
      };
      await prepare?.({ report, signal: stop.signal, aboutToChange });
      const run = await beginRun(command, { ...options, report, signal: stop.signal }, held, stop, onChange);
      const ended = await work(run, progress);
      // A plan may be refused after a stack that was stuck has been recovered for it.
      return ended.kind === "refused" && changed ? { kind: "failed", event: ended.event } : ended;
    } catch (error) {
      if (stop.signal.aborted && !(stop.signal.reason instanceof PantherError)) return { kind: "interrupted" };
      const { environment } = options;
      const event = failedEvent(stop.signal.aborted ? stop.signal.reason : error, { command, environment });
      const refused = error instanceof PantherError && !changed && event.code !== "credentials-expired";
      return { kind: refused ? "refused" : "failed", event };
    }
  };
  const outcome = await execute();
  options.signal?.removeEventListener("abort", interrupt);
  if (outcome.kind === "interrupted" && held.run) await reportGoingOn(held.run, command);
  if ("event" in outcome) report(outcome.event);
  await held.lease?.release().catch((error: Error) => {
    report({ type: "notice", message: `The lease could not be given back (${error.message}): the next run takes it.` });
  });
  const summary: RunSummary = { type: "summary", environment: options.environment, ...progress, result: outcome.kind };
  held.journal?.take(summary);
  await uploaded(held, tell);
  tell(summary);
  return summary;
}

/** Everything up to the command's own work: the account is right, a journal is open, no other driver is there. */
async function beginRun(
  command: string,
  options: RunOptions & { readonly report: Report; readonly signal: AbortSignal },
  held: Held,
  stop: AbortController,
  onChange: () => void,
): Promise<Run> {
  const { projectDirectory, report } = options;
  const started = await startRun(options, onChange);
  const { id, environment, timing, caller, reason } = started;
  const onTrouble = (message: string) => options.report({ type: "notice", message });
  held.journal = openJournal({ projectDirectory, environment, run: id, timing, onTrouble });
  const processes = await systemProcesses();
  const event: DriverEvent = {
    type: "run-started",
    run: id,
    command,
    environment: environment.name,
    accountId: environment.expectedAccountId,
    region: environment.region,
    caller,
    host: processes.self.host,
    ...(reason !== undefined && { reason }),
  };
  report(event);
  const lease = await takeLease({
    projectDirectory,
    environment: environment.name,
    run: id,
    command,
    caller,
    timing,
    processes,
  });
  held.lease = lease;
  lease.lost.addEventListener("abort", () => stop.abort(lease.lost.reason));
  const run: Run = { ...started, lease };
  held.run = run;
  reportTakeover(report, lease);
  await awaitOrphans(run, lease, processes);
  return run;
}

async function uploaded({ target, journal, run }: Held, tell: Report): Promise<void> {
  if (!(target && journal && run)) return;
  const { environment, id, reason } = run;
  try {
    const from = { file: journal.file, environment: environment.name, region: environment.region, runId: id };
    await uploadJournal(target, { ...from, ...(reason !== undefined && { reason }) });
  } catch (error) {
    const message = `The journal was not copied to s3://${target.bucket}/${target.prefix} (${(error as Error).message}); it is in ${journal.file}.`;
    tell({ type: "notice", message });
  }
}

/** An error as the event that reports it; `use` says whose policy has what AWS refused. */
export function failedEvent(error: unknown, use?: DeniedUse): FailedEvent {
  const ours = areExpired(error) ? credentialsExpired(error) : (accessDenied(error, use) ?? error);
  if (ours instanceof PantherError) {
    return { type: "failed", code: ours.code, message: ours.message, fix: ours.fix };
  }
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  return {
    type: "failed",
    code: "unexpected",
    message: `${name}: ${message}`,
    fix: "If AWS or its credentials caused it, mend that; then run the same command again: it goes on from what stands.",
  };
}
