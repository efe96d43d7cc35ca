import { readdirSync, readFileSync } from "node:fs";

/** A stretch of time, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a driver's own process took; the Pulumi processes that it starts are children. Sizes in MiB. */
export interface DriverCost {
  /** Peak of what was resident, as the kernel has it; about 48 of it are pages of Node.js's program file. */
  readonly peakMebibytes: number;
  /** What was resident when each of the Pulumi processes was first seen, in order. */
  readonly atPulumi: readonly number[];
  /** Processor time of the driver's own process, user and system. */
  readonly cpuSeconds: number;
  /** When a Pulumi process of the driver was alive. */
  readonly pulumi: readonly Span[];
}

const sampleMilliseconds = 25;
/** `sysconf(_SC_CLK_TCK)`, which is 100 on every Linux that Node.js runs on. */
const ticksPerSecond = 100;

/** Samples a driver until it is stopped. On Linux alone, since all is read from /proc; elsewhere there is nothing in the answer. */
export function watchDriver(pid: number): { stop(): DriverCost } {
  let peak = 0;
  const atPulumi: number[] = [];
  let ticks = 0;
  const pulumi: { from: number; to: number }[] = [];
  let open: { from: number; to: number } | undefined;
  const sample = () => {
    const now = Date.now();
    ticks = Math.max(ticks, statOf(pid)?.ticks ?? 0);
    peak = Math.max(peak, kibibytesOf(pid, "VmHWM"));
    if (hasPulumi(pid)) {
      if (!open) {
        atPulumi.push(kibibytesOf(pid, "VmRSS") / 1024);
        open = { from: now, to: now };
        pulumi.push(open);
      }
      open.to = now;
    } else open = undefined;
  };
  const timer = process.platform === "linux" ? setInterval(sample, sampleMilliseconds) : undefined;
  return {
    stop() {
      clearInterval(timer);
      return {
        peakMebibytes: peak / 1024,
        atPulumi,
        cpuSeconds: ticks / ticksPerSecond,
        pulumi,
      };
    },
  };
}

function hasPulumi(driver: number): boolean {
  return readdirSync("/proc")
    .map(Number)
    .filter(Number.isInteger)
    .some((pid) => {
      const stat = statOf(pid);
      return stat?.parent === driver && stat.name === "pulumi";
    });
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

function kibibytesOf(pid: number, field: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
