import type { Stack } from "@aws-sdk/client-cloudformation";
import { isSourceStack, type SeenStack } from "../../model/preflight/otherStacks.ts";
import type { DeployedResource } from "../../model/teardown/deletions.ts";
import { type NamedStack, namedStack, standingSourceStacks } from "../../model/teardown/namedStack.ts";
import { olderSourceStackNames, sourceStackNames, sourceStages } from "../../model/teardown/sourceStacks.ts";
import type { StackTeardown, TeardownPlan } from "../../model/teardown/teardownPlan.ts";
import type { StackApi } from "../clients.ts";
import { isAbsent } from "../isAbsent.ts";
import { pages } from "../pages.ts";
import { leftoverStacks } from "../recovery/leftovers.ts";
import type { Run } from "../run.ts";
import { stackTree } from "./stackTree.ts";

/** What of Panther stands on one side, and the stacks in the order in which they go. */
export interface Deployment {
  readonly kind: TeardownPlan["deployment"];
  readonly stacks: readonly StackTeardown[];
  /** What is in them; of a root stack that is gone, what was. */
  readonly resources: readonly DeployedResource[];
  /** What is in the deployment role's stack. */
  readonly roleResources: readonly DeployedResource[];
  /** Names that are this deployment's own, whether a stack of theirs stands or not. */
  readonly ownNames: readonly string[];
  /** What the root stack's name means, where it was given with --stack. */
  readonly named?: NamedStack;
  /** Whether CloudFormation knows a deleted stack of the name, where none stands. */
  readonly wasDeleted: boolean;
}

export interface DeploymentQuestion {
  readonly seen: readonly SeenStack[];
  /** Whether the root stack's name was given with --stack. */
  readonly isNamed: boolean;
  /** Why the deployment role's stack is to stay. */
  readonly roleStays?: string;
  /** In place of the role that CloudFormation acts with. */
  readonly roleArn?: string;
}

/**
 * Looks at the root stack, or at the stacks of a deployment from source: where the environment is deployed from source and has
 * no root stack, or where one of them was named. Changes nothing.
 */
export async function findDeployment(run: Run, question: DeploymentQuestion): Promise<Deployment> {
  const { environment, aws } = run;
  const { rootStackName, deploymentRole } = environment;
  const { seen, isNamed } = question;
  const roleStack = deploymentRole.kind === "deploy" ? deploymentRole.stackName : undefined;
  const named = isNamed ? namedStack(seen, rootStackName) : undefined;
  const main = await mainStages(run, seen, named);
  const stages = [
    ...(main?.stages ?? []),
    ...(roleStack !== undefined && question.roleStays === undefined
      ? [[{ name: roleStack, kind: "role" } as const]]
      : []),
  ];
  const planned = await Promise.all(
    stages.map(async (stage, index) => {
      return await Promise.all(stage.map((one) => stackOf(aws.stacks, one, index + 1, question.roleArn)));
    }),
  );
  const found = planned.flat().filter((one) => one !== undefined);
  const resourcesOf = (isRole: boolean) =>
    found.flatMap(({ stack, resources }) => ((stack.kind === "role") === isRole ? resources : []));
  const deleted = main ? [] : await deletedStacks(aws.stacks, namesOf(run));
  return {
    kind: main?.kind ?? "none",
    stacks: inStages(found.map(({ stack }) => stack)),
    resources: main ? resourcesOf(false) : await resourcesOfDeleted(aws.stacks, deleted),
    roleResources: resourcesOf(true),
    ownNames: [...ownRoots(run, seen, main), ...(roleStack === undefined ? [] : [roleStack])],
    ...(named && { named }),
    wasDeleted: deleted.length > 0,
  };
}

/** Names by which the deployment may have gone. */
function namesOf({ environment: { rootStackName, sourceDeployer } }: Run): readonly string[] {
  return sourceDeployer || sourceStackNames.includes(rootStackName)
    ? [rootStackName, ...sourceStackNames]
    : [rootStackName];
}

/** Older releases' separate stacks are of one Panther with each other, and with the nine. */
function ownRoots(
  { environment: { rootStackName } }: Run,
  seen: readonly SeenStack[],
  main: Stages | undefined,
): readonly string[] {
  if (main?.kind === "source") return seen.filter(isSourceStack).map(({ name }) => name);
  return olderSourceStackNames.includes(rootStackName) ? olderSourceStackNames : [rootStackName];
}

interface Wanted {
  readonly name: string;
  readonly kind: StackTeardown["kind"];
}

interface Stages {
  readonly kind: "root-stack" | "source";
  readonly stages: readonly (readonly Wanted[])[];
}

async function mainStages(
  run: Run,
  seen: readonly SeenStack[],
  named: NamedStack | undefined,
): Promise<Stages | undefined> {
  if (named?.kind === "source") return sourceStagesOf(seen);
  if (named?.kind === "nested") return undefined;
  const root = await rootStages(run);
  // Names alone would take a service of somebody's own that has a stack panther-web.
  const isFromSource = run.environment.sourceDeployer !== undefined && run.side === undefined && !named;
  return root ?? (isFromSource ? sourceStagesOf(seen) : undefined);
}

/** A nested stack that a change set has left is no resource of the root stack, and would outlive it. */
async function rootStages({ aws, environment }: Run): Promise<Stages | undefined> {
  const root = await describe(aws.stacks, environment.rootStackName);
  if (!root) return undefined;
  const empty = await leftoverStacks(aws.stacks, root.StackId ?? "");
  const stages: readonly (readonly Wanted[])[] = [
    empty.map(({ stackId }) => ({ name: stackId, kind: "empty" })),
    [{ name: environment.rootStackName, kind: "root" }],
  ];
  return { kind: "root-stack", stages };
}

function sourceStagesOf(seen: readonly SeenStack[]): Stages | undefined {
  const standing = standingSourceStacks(seen);
  if (standing.length === 0) return undefined;
  const stages = sourceStages.map((names) =>
    names.filter((name) => standing.includes(name)).map((name) => ({ name, kind: "source" }) as const),
  );
  return { kind: "source", stages };
}

async function stackOf(
  stacks: StackApi,
  { name, kind }: Wanted,
  stage: number,
  otherRole: string | undefined,
): Promise<{ readonly stack: StackTeardown; readonly resources: readonly DeployedResource[] } | undefined> {
  const found = await describe(stacks, name);
  if (!found) return undefined;
  const { StackId: stackId = "", StackName = "", StackStatus = "", EnableTerminationProtection, RoleARN } = found;
  const { nested, resources } = await stackTree(stacks, stackId);
  const roleArn = kind === "root" || kind === "source" ? (otherRole ?? RoleARN) : RoleARN;
  const stack: StackTeardown = {
    name: StackName,
    stackId,
    status: StackStatus,
    kind,
    stage,
    nested,
    resources: resources.length,
    retained: resources.filter(({ retained }) => retained).length,
    terminationProtection: EnableTerminationProtection ?? false,
    ...(roleArn && { roleArn }),
  };
  return { stack, resources };
}

async function describe(stacks: StackApi, nameOrArn: string): Promise<Stack | undefined> {
  try {
    const { Stacks: [found] = [] } = await stacks.describeStacks({ StackName: nameOrArn });
    return found?.StackStatus === "DELETE_COMPLETE" ? undefined : found;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Numbered afresh, from 1: some stages have no stack. */
function inStages(stacks: readonly StackTeardown[]): readonly StackTeardown[] {
  const stages = [...new Set(stacks.map(({ stage }) => stage))];
  return stacks.map((one) => ({ ...one, stage: stages.indexOf(one.stage) + 1 }));
}

/** ARNs, of each name the newest. CloudFormation knows them for 90 days. */
async function deletedStacks(stacks: StackApi, names: readonly string[]): Promise<readonly string[]> {
  const newest = new Map<string, { readonly id: string; readonly deleted: number }>();
  for await (const page of pages((token) => stacks.listStacks({ StackStatusFilter: ["DELETE_COMPLETE"], ...token }))) {
    for (const { StackName: name = "", StackId: id, DeletionTime, ParentId } of page.StackSummaries ?? []) {
      const deleted = DeletionTime?.getTime() ?? 0;
      if (names.includes(name) && id && !ParentId && deleted >= (newest.get(name)?.deleted ?? 0)) {
        newest.set(name, { id, deleted });
      }
    }
  }
  return [...newest.values()].map(({ id }) => id);
}

/** What deleted stacks had: after a run that was cut off, it tells whose the log groups are. */
async function resourcesOfDeleted(stacks: StackApi, deleted: readonly string[]): Promise<readonly DeployedResource[]> {
  const trees = await Promise.all(deleted.map((id) => stackTree(stacks, id, { deleted: true })));
  return trees.flatMap(({ resources }) => resources);
}
