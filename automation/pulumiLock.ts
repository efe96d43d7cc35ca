import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { PantherError } from "../model/error.ts";
import type { Report } from "./events.ts";
import type { Lease } from "./lease.ts";
import type { LeaseFile } from "./leaseFiles.ts";
import { type Processes, systemProcesses } from "./processes.ts";
import { ConcurrentUpdateError } from "./pulumiAutomation.ts";

/** A lock of Pulumi's, as its message tells: state in files and buckets has them, Pulumi Cloud names no holder. */
export interface PulumiLock {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  readonly time: Date;
}

export interface LockContext {
  readonly environment: string;
  /** Without one, no lock is ever cancelled. */
  readonly lease?: Pick<Lease, "past">;
  readonly report: Report;
}

/**
 * Does something for which Pulumi locks its state. A lock that a dead run of ours left is cancelled first, which is safe
 * while this process holds the lease; any other is left to whom it belongs.
 * @throws PantherError `pulumi-locked`.
 */
export async function underPulumiLock<T>(
  context: LockContext,
  stack: Pick<Stack, "cancel">,
  work: () => Promise<T>,
): Promise<T> {
  for (let cancelled = false; ; cancelled = true) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Error && isLocked(error))) throw error;
      const locks = locksIn(error.message);
      if (cancelled || !(await allOfDeadRuns(locks, context.lease?.past ?? [], await systemProcesses()))) {
        throw locked(context.environment, locks, error);
      }
      const message = `Pulumi's state was still locked by ${locks.map(describe).join(" and ")}, a run that is dead: the lock is cancelled.`;
      context.report({ type: "notice", message });
      await stack.cancel();
    }
  }
}

/** The Automation API's own error, or the same words from a command that it has no function for. */
function isLocked(error: Error): boolean {
  const words = /the stack is currently locked by|Conflict: Another update is currently in progress/;
  return error instanceof ConcurrentUpdateError || words.test(error.message);
}

/** The locks that Pulumi's message lists. */
export function locksIn(message: string): readonly PulumiLock[] {
  // In pkg/backend/diy/lock.go: `created by <user>@<host> (pid <number>) at <RFC 3339>`.
  const pattern = /created by (?<user>.*?)@(?<host>\S+) \(pid (?<pid>\d+)\) at (?<time>\S+)/g;
  return [...message.matchAll(pattern)].map(({ groups: { user = "", host = "", pid = "", time = "" } = {} }) => ({
    user,
    host,
    pid: Number(pid),
    time: new Date(time),
  }));
}

/** `pulumi cancel` removes all locks of a stack, so all of them have to be known. */
async function allOfDeadRuns(
  locks: readonly PulumiLock[],
  past: readonly LeaseFile[],
  processes: Processes,
): Promise<boolean> {
  if (locks.length === 0) return false;
  const known = await Promise.all(locks.map((lock) => isOfDeadRun(lock, past, processes)));
  return known.every(Boolean);
}

/**
 * Whether a lock is known to be of a run that is over, by the leases before the present one: its Pulumi is in one of them;
 * or, since a kill may come before that is noted, it was made on this machine during one of them and its process is gone.
 * A lock of a plain `pulumi up` on another machine is never taken for dead: nothing here can know.
 */
export async function isOfDeadRun(
  lock: PulumiLock,
  past: readonly LeaseFile[],
  processes: Processes,
): Promise<boolean> {
  const began = await processes.beganAt(lock.pid);
  // An id that was given to another program since; ps counts whole seconds, and so does the lock.
  const gone = began === undefined || began > lock.time.getTime() + 3000;
  return past.some(({ record, heartbeat }) => {
    if (record?.host !== lock.host) return false;
    if (record.place !== processes.self.place) return record.pulumi.includes(lock.pid);
    const end = record.released === undefined ? Number.POSITIVE_INFINITY : new Date(record.released).getTime();
    const start = Math.min(new Date(record.since).getTime(), heartbeat.getTime());
    return gone && lock.time.getTime() >= start - 1000 && lock.time.getTime() <= end;
  });
}

function describe({ user, host, pid, time }: PulumiLock): string {
  return `${user} on ${host} (process ${pid}, since ${time.toISOString()})`;
}

function locked(environment: string, locks: readonly PulumiLock[], cause: Error): PantherError {
  const who = locks.length > 0 ? locks.map(describe).join(" and ") : "another update that Pulumi Cloud knows of";
  return new PantherError(
    "pulumi-locked",
    `Pulumi's state of ${environment} is locked by ${who}.`,
    `Wait for that to end, then run the same command again: it goes on from what stands. If you know that it is dead: pulumi cancel --stack ${environment}`,
    { cause },
  );
}
