import {
  type CallerRequests,
  callerActions,
  type RoleStackWork,
  type StackWork,
} from "../../model/preflight/callerActions.ts";
import { roleStackActions, type StandingRoleStack } from "../../model/preflight/roleStackActions.ts";
import { sentWithRelease } from "../../model/preflight/sentWithRelease.ts";
import { tagDrift } from "../../model/rules/drift.ts";
import { conditionOf } from "../../model/rules/stackStatus.ts";
import type { Context } from "./context.ts";
import { roleArnOf } from "./roleSubject.ts";

export interface NeededOfCaller {
  readonly requests: readonly CallerRequests[];
  /** Types in the role's stack that no actions are known of. */
  readonly unknownTypes: readonly string[];
  /** Permissions boundary that the role's template gives it; null: none. */
  readonly boundary: string | null;
}

/** What the deployment or upgrade that is wanted asks AWS for with the caller's own permissions, by what stands. */
export async function neededOfCaller(context: Pick<Context, "run" | "facts">): Promise<NeededOfCaller> {
  const { run, facts } = context;
  const { rootStackName, region, expectedAccountId: accountId, version } = run.environment;
  const seen = await facts.observation();
  const running = seen.kind === "running" ? seen.running?.version : undefined;
  const { stack, ...ofRole } = await roleStackWork(context, running === version);
  const requests = callerActions(
    { accountId, region, rootStackName },
    {
      root: seen.kind === "nothing" ? "create" : "update",
      // An upgrade leaves it as it is.
      protects: seen.kind === "nothing" || (running === version && !seen.root.terminationProtection),
      builds: run.side !== "web",
      role: { name: roleArnOf(run).split(":role/").at(-1) ?? "", ...(stack && { stack }) },
    },
  );
  return { requests, ...ofRole };
}

async function roleStackWork(
  { run, facts }: Pick<Context, "run" | "facts">,
  sameRelease: boolean,
): Promise<Omit<NeededOfCaller, "requests"> & { readonly stack?: RoleStackWork }> {
  const { region, expectedAccountId: accountId, deploymentRole, tags } = run.environment;
  if (deploymentRole.kind === "existing") return { unknownTypes: [], boundary: null };
  const { stackName } = deploymentRole;
  const standing = await standingRoleStack({ run, facts }, stackName);
  const work = workOn(standing, sameRelease);
  const resources = work === "keep" ? [] : await facts.roleResources();
  const { needed, unknownTypes } = roleStackActions(resources, { accountId, region, stackName, tags }, work, standing);
  const { boundary } = sentWithRelease(resources, tags);
  return { stack: { name: stackName, work, needed }, unknownTypes, boundary };
}

function workOn(standing: StandingRoleStack | undefined, sameRelease: boolean): StackWork {
  if (!standing) return "create";
  return sameRelease && !standing.tagsChange ? "keep" : "update";
}

async function standingRoleStack(
  { run, facts }: Pick<Context, "run" | "facts">,
  stackName: string,
): Promise<StandingRoleStack | undefined> {
  const found = (await facts.stacks()).find(({ name, rootId }) => name === stackName && rootId === undefined);
  if (!found || ["never-created", "review"].includes(conditionOf(found.status))) return undefined;
  const { StackResources = [] } = await run.aws.stacks.describeStackResources({ StackName: found.stackId });
  const held = StackResources.filter(({ ResourceStatus }) => ResourceStatus !== "DELETE_COMPLETE");
  return {
    holds: new Set(held.flatMap(({ LogicalResourceId }) => LogicalResourceId ?? [])),
    tagsChange: tagDrift(run.environment.tags, found.tags).length > 0,
  };
}
