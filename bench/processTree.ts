import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What a command took. */
export interface Cost {
  readonly seconds: number;
  /** Peak of the summed proportional set sizes of the command and all its descendants, in MiB. */
  readonly peakMebibytes: number;
}

export interface MeasuredCommand extends Cost {
  /** What it printed. */
  readonly output: string;
}

const sampleMilliseconds = 40;

/**
 * Runs a command to its end and measures its whole process tree. Linux only: memory is read from /proc.
 * @throws Error with the command's output when it fails.
 */
export async function measure(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<MeasuredCommand> {
  const started = process.hrtime.bigint();
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  let peak = 0;
  const sampler = setInterval(() => {
    if (child.pid !== undefined) peak = Math.max(peak, treeKibibytes(child.pid));
  }, sampleMilliseconds);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(() => clearInterval(sampler));
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${output}`);
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, peakMebibytes: peak / 1024, output };
}

function treeKibibytes(root: number): number {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const parent = parentOf(pid);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree.reduce((sum, pid) => sum + proportionalKibibytes(pid), 0);
}

// Processes come and go while they are looked at: one that is gone has no memory.
function parentOf(pid: number): number | undefined {
  try {
    // The name, in parentheses, may hold spaces: what follows the last one is state and parent.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}

/** Proportional: what processes share is counted once over all of them. */
function proportionalKibibytes(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
