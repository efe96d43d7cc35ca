import { spawn } from "node:child_process";
import type { DriverEvent } from "../../automation/events.ts";
import { runMark } from "../../automation/orphans.ts";
import { systemProcesses } from "../../automation/processes.ts";
import { withoutForeignAws } from "../../local/aws/environment.ts";
import { checkout } from "../../local/setup/places.mjs";
import { eventsOf, monitored, quickMonitor, type TestEnvironment } from "./panther.ts";

/** How a driver ended. */
export interface EndedDriver {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly events: readonly DriverEvent[];
  readonly stdout: string;
  readonly stderr: string;
}

/** A driver in a process of its own, to be watched and killed. */
export interface DriverProcess {
  readonly pid: number;
  readonly events: readonly DriverEvent[];
  /** Resolves once the nth event of that kind is there; rejects when the driver ends without it. */
  until(matches: (event: DriverEvent) => boolean, nth?: number): Promise<DriverEvent>;
  kill(signal: NodeJS.Signals): void;
  /** Kills the Pulumi CLIs that it has started. @returns how many there were */
  killPulumi(): Promise<number>;
  readonly ended: Promise<EndedDriver>;
}

/** Runs `panther <command> test --yes --json …`; `--preflight` is this function's own. */
export function startDriver(
  { projectDirectory, env, commandLine }: TestEnvironment,
  command: string,
  ...args: readonly string[]
): DriverProcess {
  // The checks of preflight are made where a test asks for them.
  const left = args.includes("--preflight") ? ["--no-preflight"] : [];
  const options = [
    "--json",
    // A teardown takes no yes: it wants a name.
    ...(command === "teardown" ? [] : ["--yes"]),
    ...(monitored.has(command) ? quickMonitor.filter((word) => !left.includes(word)) : []),
    "--poll-seconds",
    "0.2",
    "--project",
    projectDirectory,
  ];
  const child = spawn(
    process.execPath,
    [...commandLine, command, "test", ...options, ...args.filter((word) => word !== "--preflight")],
    {
      cwd: checkout,
      env: { ...withoutForeignAws(process.env), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const events: DriverEvent[] = [];
  const watchers = new Set<() => void>();
  let stdout = "";
  let stderr = "";
  let rest = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines.filter(Boolean)) {
      events.push(JSON.parse(line) as DriverEvent);
      for (const look of watchers) look();
    }
  });
  const ended = new Promise<EndedDriver>((resolve) => {
    child.once("close", (code) => resolve({ code, events, stdout, stderr }));
  });
  const until = (matches: (event: DriverEvent) => boolean, nth = 1) =>
    new Promise<DriverEvent>((resolve, reject) => {
      const look = () => {
        const found = events.filter(matches)[nth - 1];
        if (!found) return;
        watchers.delete(look);
        resolve(found);
      };
      watchers.add(look);
      look();
      void ended.then(({ code }) => {
        reject(new Error(`The driver ended with ${code}: ${stdout}${stderr}`));
      });
    });
  return {
    pid: child.pid ?? -1,
    events,
    until,
    kill: (signal) => void child.kill(signal),
    async killPulumi() {
      const [started] = eventsOf(events, "run-started");
      const pids = await (await systemProcesses()).withArgument([runMark(started?.run ?? "?")]);
      for (const pid of pids) process.kill(pid, "SIGKILL");
      return pids.length;
    },
    ended,
  };
}
