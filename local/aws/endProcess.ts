import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "../setup/lock.mjs";

/** Asks a process to end and waits until it has; after `patience` milliseconds it is killed. */
export async function endProcess(pid: number, patience: number): Promise<void> {
  signal(pid, "SIGTERM");
  const deadline = Date.now() + patience;
  while (isAlive(pid) && Date.now() < deadline) await sleep(30);
  signal(pid, "SIGKILL");
  while (isAlive(pid)) await sleep(30);
}

function signal(pid: number, name: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
