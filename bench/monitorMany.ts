import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { defaultCallsPerSecond } from "../automation/monitor/budgets.ts";
import { atMost, type Figure, shown } from "./figure.ts";
import { startStackServer } from "./monitorServer.ts";
import type { WatchedMany } from "./watchMany.ts";

const accountCount = 100;
/** So that the program is up by then. */
const leadMilliseconds = 5000;
const windowMilliseconds = 10_000;

/** What it takes to watch an update in each of a hundred accounts at once, in one process. */
export async function manyMonitorsFigures(say: (text: string) => void): Promise<readonly Figure[]> {
  const accounts = Array.from({ length: accountCount }, (_, index) => String(100_000_000_000 + index));
  const server = await startStackServer(Date.now() + leadMilliseconds);
  try {
    const program = fileURLToPath(new URL("watchMany.ts", import.meta.url));
    const { stdout } = await execa(process.execPath, ["--import=tsx", program, server.endpoint, ...accounts]);
    const { told, calls, delays, cpuSeconds, wallSeconds, before, peak } = JSON.parse(stdout) as WatchedMany;
    // As CloudFormation counts: repeated calls, too.
    const asked = server.callCount();
    say(`monitor: ${asked} calls in ${accountCount} accounts within ${wallSeconds.toFixed(0)} s`);
    const missed = told.reduce((sum, count) => sum + Math.abs(server.eventCount - count), 0);
    const name = `monitor, ${accountCount} accounts in one process`;
    return [
      atMost(
        `${name}: calls a second, of any account in any ten seconds`,
        Math.max(...calls.map(mostInWindow)) / (windowMilliseconds / 1000),
        defaultCallsPerSecond,
        "",
      ),
      shown(`${name}: the same, on average`, asked / accountCount / wallSeconds, ""),
      atMost(`${name}: events that it did not tell`, missed, 0, ""),
      shown(`${name}: from an event to its report, nine of ten within`, quantile(delays, 0.9), "s"),
      shown(`${name}: the same, at most`, quantile(delays, 1), "s"),
      atMost(`${name}: share of one processor`, cpuSeconds / wallSeconds, 0.5, ""),
      atMost(`${name}: memory beyond what one needs`, peak - before, 200, "MiB"),
      shown(`${name}: memory in all`, peak, "MiB"),
    ];
  } finally {
    await server.stop();
  }
}

/** How many of some times lie within ten seconds, where they lie closest. */
function mostInWindow(times: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [index, time] of times.entries()) {
    while (time - (times[first] ?? time) >= windowMilliseconds) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? 0;
}
