import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What `<directory>/instance.json` says about a running local AWS. */
export interface RunningInstance {
  readonly pid: number;
  readonly port: number;
  readonly endpoint: string;
}

export function instanceFile(directory: string): string {
  return join(directory, "instance.json");
}

/** The file's content, whether or not that process still runs; undefined when there is none. */
export function readInstance(directory: string): RunningInstance | undefined {
  try {
    return JSON.parse(readFileSync(instanceFile(directory), "utf8")) as RunningInstance;
  } catch {
    return undefined;
  }
}

export function writeInstance(directory: string, instance: RunningInstance): void {
  writeFileSync(instanceFile(directory), `${JSON.stringify(instance)}\n`);
}

export function removeInstance(directory: string): void {
  rmSync(instanceFile(directory), { force: true });
}

/** The local AWS that runs on a directory: a file whose process is gone, or whose port somebody else has now, is stale. */
export async function runningInstance(directory: string): Promise<RunningInstance | undefined> {
  const instance = readInstance(directory);
  if (!instance) return undefined;
  const health = await healthOf(instance.endpoint);
  return health?.pid === instance.pid ? instance : undefined;
}

export async function healthOf(
  endpoint: string,
): Promise<{ readonly pid: number; readonly directory: string } | undefined> {
  try {
    const answer = await fetch(`${endpoint}/_local/health`, { signal: AbortSignal.timeout(5_000) });
    return answer.ok ? ((await answer.json()) as { pid: number; directory: string }) : undefined;
  } catch {
    return undefined;
  }
}
