import type { Stack } from "@aws-sdk/client-cloudformation";
import type { SeenStack } from "../../model/preflight/otherStacks.ts";
import type { DeployedResource } from "../../model/teardown/deletions.ts";
import { sourceStackNames, sourceStages } from "../../model/teardown/sourceStacks.ts";
import type { StackTeardown, TeardownPlan } from "../../model/teardown/teardownPlan.ts";
import type { StackApi } from "../clients.ts";
import { isAbsent } from "../isAbsent.ts";
import { pages } from "../pages.ts";
import { leftoverStacks } from "../recovery/leftovers.ts";
import type { Run } from "../run.ts";
import { stackTree } from "./stackTree.ts";

/** When the stacks of a deployment from source are meant: where there is no root stack, by the name of one of them, or never. */
export type SourceChoice = "without-root" | "named" | "never";

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
}

export interface DeploymentQuestion {
  readonly seen: readonly SeenStack[];
  readonly source: SourceChoice;
  /** Why the deployment role's stack is to stay. */
  readonly roleStays?: string;
  /** In place of the role that CloudFormation acts with. */
  readonly roleArn?: string;
}

/** Looks at the root stack, or where there is none at the stacks of a deployment from source. Changes nothing. */
export async function findDeployment(run: Run, question: DeploymentQuestion): Promise<Deployment> {
  const { environment, aws, side } = run;
  const { rootStackName, deploymentRole } = environment;
  const roleStack = deploymentRole.kind === "deploy" ? deploymentRole.stackName : undefined;
  const { source } = question;
  const root = source === "named" ? undefined : await rootStages(run);
  const main = root ?? (source === "never" || side !== undefined ? undefined : sourceStagesOf(question.seen));
  const names = main?.kind === "source" ? sourceStackNames : [rootStackName];
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
  return {
    kind: main?.kind ?? "none",
    stacks: inStages(found.map(({ stack }) => stack)),
    resources: main ? resourcesOf(false) : await resourcesOfDeleted(aws.stacks, rootStackName),
    roleResources: resourcesOf(true),
    ownNames: [...names, ...(roleStack === undefined ? [] : [roleStack])],
  };
}

interface Wanted {
  readonly name: string;
  readonly kind: StackTeardown["kind"];
}

interface Stages {
  readonly kind: "root-stack" | "source";
  readonly stages: readonly (readonly Wanted[])[];
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
  const stands = (wanted: string) => seen.some(({ name, rootId }) => rootId === undefined && name === wanted);
  if (!sourceStackNames.some(stands)) return undefined;
  const stages = sourceStages.map((names) => names.filter(stands).map((name) => ({ name, kind: "source" }) as const));
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

/**
 * What the newest deleted stack of a name had: after a run that was cut off, it tells whose the log groups are.
 * CloudFormation knows for 90 days.
 */
async function resourcesOfDeleted(stacks: StackApi, rootStackName: string): Promise<readonly DeployedResource[]> {
  let newest: { readonly id: string; readonly deleted: number } | undefined;
  for await (const page of pages((token) => stacks.listStacks({ StackStatusFilter: ["DELETE_COMPLETE"], ...token }))) {
    for (const { StackName, StackId: id, DeletionTime, ParentId } of page.StackSummaries ?? []) {
      const deleted = DeletionTime?.getTime() ?? 0;
      if (StackName === rootStackName && id && !ParentId && deleted >= (newest?.deleted ?? 0)) newest = { id, deleted };
    }
  }
  return newest ? (await stackTree(stacks, newest.id, { deleted: true })).resources : [];
}
