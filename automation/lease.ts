import { join } from "node:path";
import { PantherError } from "../model/error.ts";
import {
  beatLease,
  claimLease,
  type LeaseFile,
  type LeaseRecord,
  newestGeneration,
  readLeases,
  rewriteLease,
} from "./leaseFiles.ts";
import { type Processes, systemProcesses } from "./processes.ts";
import { runFolder } from "./runFolder.ts";
import { realTiming, type Timing } from "./timing.ts";

const beatMilliseconds = 10_000;
/** Holders on other machines are known by their heartbeat alone: a dozen missed ones are no busy machine's delay. */
export const staleMilliseconds = 12 * beatMilliseconds;

/** Who drives an environment at present. */
export interface LeaseHolder {
  /** ID of its run. */
  readonly run: string;
  /** `upgrade`, for example. */
  readonly command: string;
  /** ARN. */
  readonly caller: string;
  readonly host: string;
  readonly pid: number;
  /** When it took the environment; ISO 8601. */
  readonly since: string;
  /** Its last sign of life; ISO 8601. */
  readonly heartbeat: string;
  /** `dead` was killed: the next command takes over. */
  readonly state: "live" | "dead";
}

/** An environment that this process may change. */
export interface Lease {
  /** The killed run that this one follows. */
  readonly takenOver?: LeaseRecord;
  /** Earlier leases, oldest first. */
  readonly past: readonly LeaseFile[];
  /** Aborts when somebody else took the lease over: this machine slept for longer than it takes to be given up. */
  readonly lost: AbortSignal;
  /** Notes the Pulumi processes that this run has started. */
  notePulumi(pids: readonly number[]): Promise<void>;
  release(): Promise<void>;
}

export interface LeaseOptions {
  readonly projectDirectory: string;
  readonly environment: string;
  readonly run: string;
  readonly command: string;
  readonly caller: string;
  readonly timing: Timing;
  readonly processes: Processes;
}

/**
 * Takes the environment for one command, from a holder that is dead if need be. One driver at a time: on one machine, or
 * on several that share the project's folder; across others Pulumi's own lock is the guard.
 * @throws PantherError `environment-busy`.
 */
export async function takeLease(options: LeaseOptions): Promise<Lease> {
  const { projectDirectory, environment, timing, processes, run, command, caller } = options;
  const folder = leaseFolder(projectDirectory, environment);
  for (;;) {
    const past = await readLeases(folder);
    const last = past.at(-1);
    if (last && (await stateOf(last, processes, timing)) === "live") throw busy(environment, last);
    const generation = (last?.generation ?? 0) + 1;
    const now = timing.now();
    const record: LeaseRecord = { run, command, caller, ...processes.self, since: now.toISOString(), pulumi: [] };
    // Somebody else was faster: look who it is.
    if (!(await claimLease(folder, generation, record, now))) continue;
    const dead = last?.record && !last.record.released ? last.record : undefined;
    return heldLease({ folder, generation, record, timing }, past, dead);
  }
}

/** Who drives an environment, for a look at it; undefined when nobody does. */
export async function leaseHolder(
  projectDirectory: string,
  environment: string,
  { timing = realTiming(), processes }: { readonly timing?: Timing; readonly processes?: Processes } = {},
): Promise<LeaseHolder | undefined> {
  const last = (await readLeases(leaseFolder(projectDirectory, environment))).at(-1);
  if (!last) return undefined;
  const state = await stateOf(last, processes ?? (await systemProcesses()), timing);
  if (state === "released") return undefined;
  const heartbeat = last.heartbeat.toISOString();
  const unknown = { run: "", command: "", caller: "", host: "", pid: 0, since: heartbeat };
  const { run, command, caller, host, pid, since } = last.record ?? unknown;
  return { run, command, caller, host, pid, since, heartbeat, state };
}

function leaseFolder(projectDirectory: string, environment: string): string {
  return join(runFolder(projectDirectory, environment), "lease");
}

async function stateOf(
  { record, heartbeat }: LeaseFile,
  processes: Processes,
  timing: Timing,
): Promise<"live" | "dead" | "released"> {
  if (record?.released) return "released";
  const runs = record && (await processes.runs(record));
  const live = runs ?? timing.now().getTime() - heartbeat.getTime() < staleMilliseconds;
  return live ? "live" : "dead";
}

interface Held {
  readonly folder: string;
  readonly generation: number;
  readonly record: LeaseRecord;
  readonly timing: Timing;
}

function heldLease(held: Held, past: readonly LeaseFile[], takenOver: LeaseRecord | undefined): Lease {
  const { folder, generation, timing } = held;
  const lost = new AbortController();
  const released = new AbortController();
  const beating = beat(held, released.signal, lost);
  let record = held.record;
  return {
    past,
    ...(takenOver && { takenOver }),
    lost: lost.signal,
    async notePulumi(pids) {
      if (released.signal.aborted) return;
      record = { ...record, pulumi: [...new Set([...record.pulumi, ...pids])] };
      await rewriteLease(folder, generation, record, timing.now());
    },
    async release() {
      released.abort();
      await beating;
      await rewriteLease(folder, generation, { ...record, released: timing.now().toISOString() }, timing.now());
    },
  };
}

async function beat({ folder, generation, timing }: Held, released: AbortSignal, lost: AbortController): Promise<void> {
  while (!released.aborted && !lost.signal.aborted) {
    await timing.sleep(beatMilliseconds, released).catch(() => undefined);
    if (released.aborted) return;
    try {
      await beatLease(folder, generation, timing.now());
      if ((await newestGeneration(folder)) > generation) lost.abort(leaseLost());
    } catch {
      // A disk that is away for a moment: the next heartbeat tells.
    }
  }
}

function leaseLost(): PantherError {
  return new PantherError(
    "lease-lost",
    "Another driver has taken this environment over, since this one gave no sign for minutes: did the machine sleep?",
    "See who drives it with panther status; when that is done, run the same command again: it goes on from what stands.",
  );
}

function busy(environment: string, { record, heartbeat }: LeaseFile): PantherError {
  const sign = `Its last sign of life is of ${heartbeat.toISOString()}.`;
  const who = record
    ? `panther ${record.command} has held it since ${record.since}: process ${record.pid} on ${record.host}, run ${record.run}, as ${record.caller}. ${sign}`
    : `Its lease can't be read, so who holds it is not known. ${sign}`;
  return new PantherError(
    "environment-busy",
    `Another driver is at work on ${environment}. ${who} Nothing was changed.`,
    `Wait for it to end, then run the same command again. A driver that was killed is noticed: at once on its own machine, after ${staleMilliseconds / 60_000} minutes from another one.`,
  );
}
