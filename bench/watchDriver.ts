import { readdirSync, readFileSync } from "node:fs";

/** A stretch of time, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a driver took beside the Pulumi processes that it started: it and all its other descendants. Sizes in MiB. */
export interface DriverCost {
  /** Peak of what is resident. */
  readonly peakMebibytes: number;
  /** Peak of what is resident and its own: without pages of files, such as Node.js's program, which all its processes share. */
  readonly ownPeakMebibytes: number;
  /** What was resident when each of the Pulumi processes was first seen. */
  readonly atPulumi: readonly number[];
  /** Processor time of the driver's own process, user and system. */
  readonly cpuSeconds: number;
  /** When a Pulumi process of the driver was alive. */
  readonly pulumi: readonly Span[];
}

const sampleMilliseconds = 25;
/** `sysconf(_SC_CLK_TCK)`, which is 100 on every Linux that Node.js runs on. */
const ticksPerSecond = 100;

/** Samples a driver until it is stopped. Linux only: everything is read from /proc. */
export function watchDriver(pid: number): { stop(): DriverCost } {
  let peak = 0;
  let ownPeak = 0;
  const atPulumi: number[] = [];
  let ticks = 0;
  const pulumi: { from: number; to: number }[] = [];
  let open: { from: number; to: number } | undefined;
  const sample = () => {
    const now = Date.now();
    const { own, foreign } = processesOf(pid);
    ticks = Math.max(ticks, ticksOf(pid));
    const sum = (field: string) => own.reduce((total, one) => total + kibibytesOf(one, field), 0);
    const resident = sum("VmRSS");
    // Of the driver itself the kernel knows the peak between two samples, too.
    peak = Math.max(peak, resident, kibibytesOf(pid, "VmHWM"));
    ownPeak = Math.max(ownPeak, sum("RssAnon"));
    if (foreign.length > 0) {
      if (!open) {
        atPulumi.push(resident / 1024);
        open = { from: now, to: now };
        pulumi.push(open);
      }
      open.to = now;
    } else open = undefined;
  };
  const timer = setInterval(sample, sampleMilliseconds);
  return {
    stop() {
      clearInterval(timer);
      return {
        peakMebibytes: peak / 1024,
        ownPeakMebibytes: ownPeak / 1024,
        atPulumi,
        cpuSeconds: ticks / ticksPerSecond,
        pulumi,
      };
    },
  };
}

/** A driver's processes without Pulumi's, and the Pulumi processes that it started itself. */
function processesOf(root: number): { readonly own: readonly number[]; readonly foreign: readonly number[] } {
  const children = new Map<number, { readonly pid: number; readonly name: string }[]>();
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    const found = Number.isInteger(pid) ? statOf(pid) : undefined;
    if (found) children.set(found.parent, [...(children.get(found.parent) ?? []), { pid, name: found.name }]);
  }
  const own = [root];
  const foreign: number[] = [];
  for (const parent of own) {
    for (const { pid, name } of children.get(parent) ?? []) (name === "pulumi" ? foreign : own).push(pid);
  }
  return { own, foreign };
}

// Processes come and go while they are looked at: one that is gone is none.
function statOf(pid: number): { readonly name: string; readonly parent: number; readonly ticks: number } | undefined {
  try {
    // The name, in parentheses, may hold spaces: what follows the last one is state and parent.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const end = stat.lastIndexOf(")");
    const fields = stat.slice(end + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { name: stat.slice(stat.indexOf("(") + 1, end), parent: Number(fields[1]), ticks };
  } catch {
    return undefined;
  }
}

function ticksOf(pid: number): number {
  return statOf(pid)?.ticks ?? 0;
}

function kibibytesOf(pid: number, field: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
