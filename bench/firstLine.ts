import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

/** What a server says first: where it listens. */
export async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error("The server's output is not read.");
  for await (const line of createInterface(stdout)) return line;
  throw new Error("The server ended before it listened.");
}
