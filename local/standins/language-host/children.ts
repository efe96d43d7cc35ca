import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

const running = new Set<ChildProcess>();

/** Starts `node` in a process group of its own, so that ending it also ends whatever it started (tsx, for one, does). */
export function startNode(args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(process.execPath, args, { ...options, detached: true });
  running.add(child);
  child.once("close", () => running.delete(child));
  return child;
}

/** Ends the child's whole process group; nothing to wait for, since the engine has already turned away from it. */
export function endChild(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // ESRCH: the group has ended by itself.
  }
}

export function endAllChildren(): void {
  for (const child of running) endChild(child);
}
