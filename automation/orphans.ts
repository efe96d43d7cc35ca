import type { Report } from "./events.ts";
import type { Lease } from "./lease.ts";
import type { Processes } from "./processes.ts";
import type { Run } from "./run.ts";

/** The text that names a run in the arguments of the Pulumi processes that it starts. */
export function runMark(runId: string): string {
  return `(run ${runId}`;
}

export function reportTakeover(report: Report, { takenOver }: Lease): void {
  if (!takenOver) return;
  const { command, run, pid, host, caller, since } = takenOver;
  const message = `panther ${command} of ${since} (run ${run}, process ${pid} on ${host}, as ${caller}) was killed: this run takes over.`;
  report({ type: "notice", message });
}

/**
 * Waits for the Pulumi processes that killed runs have left on this machine: they outlive their driver, and what they do
 * is not to be done twice.
 */
export async function awaitOrphans(run: Run, lease: Lease, processes: Processes): Promise<void> {
  const killed = lease.past.flatMap(({ record }) => (record && !record.released ? [record] : []));
  if (killed.length === 0) return;
  const marks = killed.map((record) => runMark(record.run));
  for (let told = false; ; told = true) {
    const [pid] = await processes.withArgument(marks);
    if (pid === undefined) break;
    const message = `Pulumi of the killed run still works (process ${pid}): waiting for it to end.`;
    if (!told) run.report({ type: "notice", message });
    await run.timing.sleep(run.timing.pollMilliseconds, run.signal);
  }
  // Pulumi's plugins end a moment after it: a call that one of them had in hand is still to show in AWS.
  await run.timing.sleep(run.timing.pollMilliseconds, run.signal);
}
