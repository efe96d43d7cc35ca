import { PantherError } from "../model/error.ts";
import type { Finding } from "../model/finding.ts";
import type { RuntimeUse } from "../model/release/runtimes.ts";
import { runtimesUsed } from "../model/release/runtimesUsed.ts";
import { parseTemplate } from "../model/release/templateText.ts";
import { standingFindings } from "../model/rules/statusFindings.ts";
import { joinApis } from "./china/clients.ts";
import { type GatewayKeyAge, gatewayKeyAge } from "./china/gatewayKeyAge.ts";
import type { Standing } from "./drift.ts";
import { fetchRelease } from "./fetchRelease.ts";
import { type LiveStack, liveStack } from "./liveStack.ts";
import { type NestedStack, observeStack } from "./observe.ts";
import { type Observation, observeEnvironment } from "./observeEnvironment.ts";
import { type RoleTemplate, roleTemplate } from "./roleTemplate.ts";
import type { Run } from "./run.ts";
import type { RunningVersion } from "./runningVersion.ts";

/** One account and region with a root stack of its own: all of Panther, or one side of a split in China. */
export interface SideStatus {
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
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
}

export type RoleStatus =
  /** Deployed from Panther's template; `version` is `unknown` where no published one equals the live one. */
  | { readonly kind: "deployed"; readonly stackName: string; readonly status: string; readonly version: string }
  | { readonly kind: "absent"; readonly stackName: string }
  /** Somebody else manages it. */
  | { readonly kind: "existing"; readonly arn: string };

/** What was seen of a side, for whoever looks further. */
export interface ObservedSide {
  readonly status: SideStatus;
  readonly findings: readonly Finding[];
  /** Missing where nothing stands. */
  readonly standing?: Standing;
}

/** Looks at one side of an environment. */
export async function sideStatus(run: Run): Promise<ObservedSide> {
  const { environment, aws } = run;
  const observation = await observeEnvironment(run);
  const running = observation.kind === "running" ? observation.running : undefined;
  const root = observation.kind === "running" ? await liveStack(aws.stacks, observation.root.stackId) : undefined;
  const role = await roleOf(run, running);
  return {
    status: {
      region: environment.region,
      accountId: environment.expectedAccountId,
      ...(running && { running }),
      rootStack: { name: environment.rootStackName, status: observation.root?.status ?? "not deployed" },
      nestedStacks: nestedIn(observation),
      deploymentRole: roleStatus(run, role),
    },
    findings: root ? await findingsOf(run, root, running) : [],
    ...(root && { standing: { root, ...(running && { running }), ...(role && { role }) } }),
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
