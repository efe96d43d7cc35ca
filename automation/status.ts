import type { Finding } from "../model/finding.ts";
import { sidesInStep } from "../model/rules/sidesInStep.ts";
import { sourceStatus } from "../model/source/sourceStatus.ts";
import { driftOf } from "./drift.ts";
import type { DriftReport } from "./driftReport.ts";
import type { BuildReport } from "./events.ts";
import { type LeaseHolder, leaseHolder } from "./lease.ts";
import { newestBuild } from "./postDeployBuild.ts";
import { type RunOptions, startRun, webRun } from "./run.ts";
import { type SideStatus, sideStatus } from "./sideStatus.ts";

/** What stands, and what is wanted. Versions are without the leading `v`. With topology china it is the backend's. */
export interface Status extends SideStatus {
  readonly environment: string;
  /** The release that the environment's file wants. */
  readonly wanted: string;
  /** With topology china: the web side. */
  readonly web?: SideStatus;
  /** Missing where there was none. */
  readonly lastBuild?: BuildReport;
  /** Who drives the environment now; missing where nobody does. A dead one was killed: the next command takes over. */
  readonly lease?: LeaseHolder;
  /** What a person should see to. */
  readonly findings: readonly StatusFinding[];
  /** Only where it was asked for. */
  readonly drift?: DriftReport;
}

/** Something that a person should see to. */
export interface StatusFinding extends Finding {
  /** With topology china: it is about the web side. */
  readonly side?: "web";
}

export interface StatusOptions extends RunOptions {
  /** Look for what was changed outside, too. Takes minutes, and a Pulumi process. */
  readonly drift?: boolean;
}

/**
 * Looks at an environment, of a split in China at both sides, and changes nothing.
 * @throws PantherError when the environment's file or an account is wrong; the SDK's errors as they are.
 */
export async function status(options: StatusOptions): Promise<Status> {
  const run = await startRun(options);
  const { environment, aws, projectDirectory, timing } = run;
  const web = webRun(run);
  const [own, ofWeb, lastBuild, lease] = await Promise.all([
    sideStatus(run),
    web && sideStatus(web),
    newestBuild(aws.builds),
    leaseHolder(projectDirectory, environment.name, { timing }),
  ]);
  const standing = [
    ...(own.standing ? [{ run, ...own.standing }] : []),
    ...(web && ofWeb?.standing ? [{ run: web, ...ofWeb.standing }] : []),
  ];
  const drift = options.drift ? await driftOf(run, standing) : undefined;
  const outOfStep =
    ofWeb &&
    sidesInStep(environment.name, { backend: own.status.running?.version, web: ofWeb.status.running?.version });
  return {
    environment: environment.name,
    wanted: environment.version,
    ...own.status,
    ...(ofWeb && { web: ofWeb.status }),
    ...(lastBuild && { lastBuild }),
    ...(lease && { lease }),
    findings: [
      ...(environment.sourceDeployer ? [sourceStatus(environment.name)] : []),
      ...(outOfStep ? [outOfStep] : []),
      ...own.findings,
      ...(ofWeb?.findings ?? []).map((finding) => ({ ...finding, side: "web" }) as const),
    ],
    ...(drift && { drift }),
  };
}
