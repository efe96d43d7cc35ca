import { PantherError } from "../model/error.ts";
import type { Finding } from "../model/finding.ts";
import type { RuntimeUse } from "../model/release/runtimes.ts";
import { runtimesUsed } from "../model/release/runtimesUsed.ts";
import { parseTemplate } from "../model/release/templateText.ts";
import { standingFindings } from "../model/rules/statusFindings.ts";
import { joinApis } from "./china/clients.ts";
import { type GatewayKeyAge, gatewayKeyAge } from "./china/gatewayKeyAge.ts";
import { driftOf } from "./drift.ts";
import { type DriftReport, reportOf } from "./driftReport.ts";
import type { BuildReport } from "./events.ts";
import { fetchRelease } from "./fetchRelease.ts";
import { type LeaseHolder, leaseHolder } from "./lease.ts";
import { type LiveStack, liveStack } from "./liveStack.ts";
import { type NestedStack, observeStack } from "./observe.ts";
import { type Observation, observeEnvironment } from "./observeEnvironment.ts";
import { newestBuild } from "./postDeployBuild.ts";
import { type RoleTemplate, roleTemplate } from "./roleTemplate.ts";
import { type Run, type RunOptions, startRun } from "./run.ts";
import type { RunningVersion } from "./runningVersion.ts";

/** What stands, and what is wanted. Versions are without the leading `v`. */
export interface Status {
  readonly environment: string;
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
  /** The release that the environment's file wants. */
  readonly wanted: string;
  /** Missing when nothing runs, or when what runs can't be told. */
  readonly running?: RunningVersion;
  readonly rootStack: {
    readonly name: string;
    /** CloudFormation's, or `not deployed`. */
    readonly status: string;
  };
  /** Of the root stack; none where nothing stands. */
  readonly nestedStacks: readonly NestedStack[];
  readonly deploymentRole: RoleStatus;
  /** Missing where there was none. */
  readonly lastBuild?: BuildReport;
  /** Who drives the environment now; missing where nobody does. A dead one was killed: the next command takes over. */
  readonly lease?: LeaseHolder;
  /** What a person should see to. */
  readonly findings: readonly Finding[];
  /** Only where it was asked for. */
  readonly drift?: DriftReport;
}

export type RoleStatus =
  /** Deployed from Panther's template; `version` is `unknown` where no published one equals the live one. */
  | { readonly kind: "deployed"; readonly stackName: string; readonly status: string; readonly version: string }
  | { readonly kind: "absent"; readonly stackName: string }
  /** Somebody else manages it. */
  | { readonly kind: "existing"; readonly arn: string };

export interface StatusOptions extends RunOptions {
  /** Look for what was changed outside, too. Takes minutes, and a Pulumi process. */
  readonly drift?: boolean;
}

/**
 * Looks at an environment and changes nothing.
 * @throws PantherError when the environment's file or the account is wrong; the SDK's errors as they are.
 */
export async function status(options: StatusOptions): Promise<Status> {
  const run = await startRun(options);
  const { environment, aws, projectDirectory, timing } = run;
  const observation = await observeEnvironment(run);
  const running = observation.kind === "running" ? observation.running : undefined;
  const root = observation.kind === "running" ? await liveStack(aws.stacks, observation.root.stackId) : undefined;
  const role = await roleOf(run, running);
  const [lastBuild, lease, findings] = await Promise.all([
    newestBuild(aws.builds),
    leaseHolder(projectDirectory, environment.name, { timing }),
    root ? findingsOf(run, root, running) : [],
  ]);
  const drift = options.drift ? await driftIn(run, { root, running, role }) : undefined;
  return {
    environment: environment.name,
    region: environment.region,
    accountId: environment.expectedAccountId,
    wanted: environment.version,
    ...(running && { running }),
    rootStack: { name: environment.rootStackName, status: observation.root?.status ?? "not deployed" },
    nestedStacks: nestedIn(observation),
    deploymentRole: roleStatus(run, role),
    ...(lastBuild && { lastBuild }),
    ...(lease && { lease }),
    findings,
    ...(drift && { drift }),
  };
}

type Role = { readonly stack: LiveStack; readonly template: RoleTemplate };

/** The stack of the role, where the environment deploys it and it is there. */
async function roleOf(run: Run, running: RunningVersion | undefined): Promise<Role | undefined> {
  const { deploymentRole } = run.environment;
  if (deploymentRole.kind === "existing") return undefined;
  const found = await observeStack(run.aws.stacks, deploymentRole.stackName);
  if (found.kind === "absent") return undefined;
  const stack = await liveStack(run.aws.stacks, found.stackId);
  return { stack, template: await roleTemplate(run, stack, running?.version) };
}

function roleStatus({ environment: { deploymentRole } }: Run, role: Role | undefined): RoleStatus {
  if (deploymentRole.kind === "existing") return { kind: "existing", arn: deploymentRole.arn };
  const { stackName } = deploymentRole;
  if (!role) return { kind: "absent", stackName };
  const { stack, template } = role;
  const version = template.kind === "published" ? template.version : "unknown";
  return { kind: "deployed", stackName, status: stack.status, version };
}

function nestedIn(observation: Observation): readonly NestedStack[] {
  return observation.kind === "running" ? observation.nested : [];
}

async function findingsOf(run: Run, root: LiveStack, running: RunningVersion | undefined): Promise<readonly Finding[]> {
  const { environment, catalog, timing } = run;
  const gatewayKey = await keyAge(run);
  return standingFindings({
    environment: environment.name,
    now: timing.now(),
    catalog,
    wanted: environment.version,
    ...(running && { running: running.version }),
    rootStackName: root.name,
    terminationProtection: root.terminationProtection,
    parameters: root.parameters,
    ...(environment.opsRoleUntil !== undefined && { opsRoleUntil: environment.opsRoleUntil }),
    runtimes: running ? await runtimesOf(run, root, running) : [],
    ...(gatewayKey && { gatewayKey }),
  });
}

async function keyAge(run: Run): Promise<GatewayKeyAge | undefined> {
  const { topology } = run.environment;
  const apis = joinApis(run.environment, { runId: run.id });
  return topology.kind === "china" && apis ? await gatewayKeyAge(apis, topology.china, run) : undefined;
}

/** Of the functions in nested stacks by their published templates: reading the live ones takes a call each. */
async function runtimesOf(run: Run, root: LiveStack, { version }: RunningVersion): Promise<readonly RuntimeUse[]> {
  try {
    const { nested } = await fetchRelease(run.aws.objects, run.environment, version);
    return runtimesUsed(parseTemplate(root.templateBody), nested, root.parameters);
  } catch (error) {
    if (!(error instanceof PantherError)) throw error;
    // A release that is no longer published says nothing of its runtimes; the plan to leave it does not need them.
    return [];
  }
}

async function driftIn(
  run: Run,
  {
    root,
    running,
    role,
  }: { readonly root?: LiveStack | undefined; running?: RunningVersion | undefined; role?: Role | undefined },
): Promise<DriftReport> {
  // What does not stand can't have been changed.
  if (!root) return reportOf([]);
  return await driftOf(run, { root, ...(running && { running }), ...(role && { role }) });
}
