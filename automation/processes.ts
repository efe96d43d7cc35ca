import { execFile } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { promisify } from "node:util";

/** A process, so that it is told from a later one that the system gave the same id. */
export interface ProcessReference {
  readonly pid: number;
  /** Opaque; blank where the system does not tell. */
  readonly started: string;
  readonly host: string;
  /** Opaque: processes of different places can't be told alive or dead from each other. */
  readonly place: string;
}

/** The system's processes, as leases and locks need them: tests bring their own. */
export interface Processes {
  readonly self: ProcessReference;
  /** Undefined for a process of another place. */
  runs(process: ProcessReference): Promise<boolean | undefined>;
  /**
   * When the process of this id on this machine began, in milliseconds since 1970, right to a second or two; 0 where the
   * system does not tell, undefined when there is none.
   */
  beganAt(pid: number): Promise<number | undefined>;
  /** Ids of other processes of this place that have one of these texts in their arguments. */
  withArgument(texts: readonly string[]): Promise<readonly number[]>;
}

const run = promisify(execFile);

export async function systemProcesses(): Promise<Processes> {
  const host = hostname();
  const place = placeOf(host);
  const self = { pid: process.pid, started: (await startOf(process.pid)) ?? "", host, place };
  return {
    self,
    async runs({ pid, started, place: its }) {
      if (its !== place) return undefined;
      const now = await startOf(pid);
      return now !== undefined && (now === "" || started === "" || now === started);
    },
    async beganAt(pid) {
      if ((await startOf(pid)) === undefined) return undefined;
      const seconds = Number.parseInt(await ps("-o", "etimes=", "-p", String(pid)), 10);
      return Number.isNaN(seconds) ? 0 : Date.now() - seconds * 1000;
    },
    async withArgument(texts) {
      const lines = (await ps("-A", "-ww", "-o", "pid=,args=")).split("\n");
      const found = lines.filter((line) => texts.some((text) => line.includes(text)));
      return found.map((line) => Number.parseInt(line, 10)).filter((pid) => pid !== process.pid);
    },
  };
}

/**
 * A host's name alone does not tell: containers may share one, and so may a folder of theirs. The boot and, on Linux, the
 * namespace of process ids do.
 */
function placeOf(host: string): string {
  const boot = attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  const namespace = attempt(() => readlinkSync("/proc/self/ns/pid"));
  return [host, boot, namespace].filter(Boolean).join(" ");
}

/**
 * When a process began: on Linux the tick since boot, elsewhere what ps says; blank where neither tells. Undefined for one
 * that is gone, and for one that has ended and that nobody has asked for its exit code yet.
 */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  if (stat) {
    // The second field, the program's name in parentheses, may hold blanks: count from behind it. `starttime` is the 22nd.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return isOver(fields[0]) ? undefined : (fields[19] ?? "");
  }
  if (!exists(pid)) return undefined;
  const [state, ...start] = (await ps("-o", "stat=,lstart=", "-p", String(pid))).trim().split(/\s+/);
  return isOver(state) ? undefined : start.join(" ");
}

function isOver(state: string | undefined): boolean {
  return /^[ZX]/.test(state ?? "");
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** What ps prints; nothing where there is no ps, or nothing to print. */
async function ps(...args: readonly string[]): Promise<string> {
  try {
    return (await run("ps", [...args], { maxBuffer: 16 * 1024 * 1024, env: { ...process.env, LC_ALL: "C" } })).stdout;
  } catch {
    return "";
  }
}

function attempt(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
