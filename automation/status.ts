import type { BuildReport } from "./events.ts";
import type { NestedStack } from "./observe.ts";
import { newestBuild } from "./postDeployBuild.ts";
import { observe, type RunOptions, startRun } from "./run.ts";
import type { RunningVersion } from "./runningVersion.ts";

/** What stands, and what is wanted. Versions are without the leading `v`. */
export interface Status {
  readonly environment: string;
  readonly region: string;
  readonly accountId: string;
  readonly wanted: string;
  readonly running?: RunningVersion;
  readonly rootStack: { readonly name: string; readonly status: string };
  readonly nestedStacks: readonly NestedStack[];
  readonly lastBuild?: BuildReport;
}

/** Looks at an environment and changes nothing. */
export async function status(options: RunOptions): Promise<Status> {
  const run = await startRun(options);
  const { root, nested, running } = await observe(run);
  const lastBuild = await newestBuild(run.aws.builds);
  return {
    environment: run.environment.name,
    region: run.environment.region,
    accountId: run.environment.expectedAccountId,
    wanted: run.environment.version,
    ...(running && { running }),
    rootStack: { name: run.environment.rootStackName, status: root.kind === "present" ? root.status : "not deployed" },
    nestedStacks: nested,
    ...(lastBuild && { lastBuild }),
  };
}
