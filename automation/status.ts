import type { BuildReport } from "./events.ts";
import type { NestedStack } from "./observe.ts";
import { observeEnvironment } from "./observeEnvironment.ts";
import { newestBuild } from "./postDeployBuild.ts";
import { type RunOptions, startRun } from "./run.ts";
import type { RunningVersion } from "./runningVersion.ts";

/** What stands, and what is wanted. Versions are without the leading `v`. */
export interface Status {
  readonly environment: string;
  readonly region: string;
  readonly accountId: string;
  readonly wanted: string;
  /** Missing when nothing runs, or when what runs can't be told. */
  readonly running?: RunningVersion;
  readonly rootStack: { readonly name: string; readonly status: string };
  readonly nestedStacks: readonly NestedStack[];
  readonly lastBuild?: BuildReport;
}

/**
 * Looks at an environment and changes nothing.
 * @throws PantherError when the environment's file or the account is wrong; the SDK's errors as they are.
 */
export async function status(options: RunOptions): Promise<Status> {
  const run = await startRun(options);
  const observation = await observeEnvironment(run);
  const running = observation.kind === "running" ? observation.running : undefined;
  const lastBuild = await newestBuild(run.aws.builds);
  return {
    environment: run.environment.name,
    region: run.environment.region,
    accountId: run.environment.expectedAccountId,
    wanted: run.environment.version,
    ...(running && { running }),
    rootStack: { name: run.environment.rootStackName, status: observation.root?.status ?? "not deployed" },
    nestedStacks: observation.kind === "running" ? observation.nested : [],
    ...(lastBuild && { lastBuild }),
  };
}
