import { callerOf } from "../../model/preflight/caller.ts";
import { callerActions, type NeededActions, releaseActions } from "../../model/preflight/neededActions.ts";
import { type RequestSituation, requestedRegion } from "../../model/preflight/requestContext.ts";
import { sentWithRelease } from "../../model/preflight/sentWithRelease.ts";
import { partitionOf } from "../../model/release/partition.ts";
import { callerSubject } from "./callerSubject.ts";
import type { Context } from "./context.ts";
import { roleArnOf, standingRole } from "./roleSubject.ts";

/** Requests of the same principal to the same region. */
export interface OrganizationRequests {
  readonly needed: readonly NeededActions[];
  readonly situation: RequestSituation;
}

/** What a deployment asks AWS for, by who asks and where: CloudFormation with the role, and the caller. */
export async function organizationRequests(
  context: Context,
  organizationId: string | undefined,
): Promise<readonly OrganizationRequests[]> {
  const { run, apis, facts } = context;
  const { rootStackName, region, expectedAccountId: accountId, deploymentRole, tags } = run.environment;
  const resources = await facts.releaseResources();
  const arn = roleArnOf(run);
  const role = {
    name: arn.split(":role/").at(-1) ?? "",
    ...(deploymentRole.kind === "deploy" && { stackName: deploymentRole.stackName }),
  };
  const place = { accountId, region, rootStackName };
  const shared = {
    accountId,
    now: run.timing.now(),
    ...sentWithRelease(resources, tags),
    ...(organizationId !== undefined && { organizationId }),
  };
  const [roleTags, callerArn] = await Promise.all([roleTagsOf(context), callerArnOf(context)]);
  const ofRole = { arn, ...(roleTags && { tags: roleTags }) };
  const all = [
    { needed: releaseActions(resources, place).needed, principal: ofRole, byCloudFormation: true },
    { needed: callerActions({ ...place, role }), principal: { arn: callerArn }, byCloudFormation: false },
  ];
  return all.flatMap(({ needed, principal, byCloudFormation }) => {
    const regions = new Set(needed.flatMap(({ actions }) => actions.map((action) => requestedRegion(action, region))));
    return [...regions].map((one) => ({
      needed: needed.flatMap(({ actions, resources: on }) => {
        const there = actions.filter((action) => requestedRegion(action, region) === one);
        return there.length === 0 ? [] : [{ actions: there, resources: on }];
      }),
      situation: { ...shared, region: one, principal, byCloudFormation },
    }));
  });

  /** A role that the environment deploys gets the tags of its stack. */
  async function roleTagsOf({ run: { environment } }: Context) {
    if (environment.deploymentRole.kind === "deploy") return environment.tags;
    const standing = await standingRole(run, apis.iam).catch(() => undefined);
    return standing && Object.fromEntries((standing.Tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
  }

  /** A role's session has its role's ARN in aws:PrincipalArn. */
  async function callerArnOf(of: Context): Promise<string> {
    if (callerOf(run.caller).kind !== "role-session") return run.caller;
    const subject = await callerSubject(of).catch(() => undefined);
    const role = callerOf(run.caller);
    const guessed = `arn:${partitionOf(region).name}:iam::${accountId}:role/${role.kind === "role-session" ? role.role : ""}`;
    return subject && "kind" in subject && subject.kind === "principal" ? subject.arn : guessed;
  }
}
