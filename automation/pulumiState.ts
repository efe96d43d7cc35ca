import { spawn } from "node:child_process";
import type { StateResource } from "./importedState.ts";

/** What `pulumi stack export` gives; the members that are not named here are handed back as they came. */
export interface State {
  readonly deployment: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly unknown[];
    readonly [more: string]: unknown;
  };
  readonly [more: string]: unknown;
}

interface Place {
  /** Folder of Pulumi.yaml. */
  readonly projectDirectory: string;
  readonly environment: string;
}

/**
 * An environment's state with its secrets encrypted. The Automation API's own export decrypts them, and its import writes
 * what it is given into a temporary file that others may read.
 */
export async function exportState(place: Place): Promise<State> {
  return JSON.parse(await pulumi(place, ["stack", "export"])) as State;
}

export async function importState(place: Place, state: State): Promise<void> {
  await pulumi(place, ["stack", "import"], JSON.stringify(state));
}

async function pulumi({ projectDirectory, environment }: Place, args: readonly string[], input = ""): Promise<string> {
  const child = spawn("pulumi", [...args, "--stack", environment, "--non-interactive"], { cwd: projectDirectory });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  // A child that ends early breaks the pipe (EPIPE); its exit code tells what there is to tell.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return Buffer.concat(stdout).toString();
  throw new Error(`pulumi ${args.join(" ")}: ${Buffer.concat(stderr).toString().trim()}`);
}
