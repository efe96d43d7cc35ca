import { callerOf } from "../../model/preflight/caller.ts";
import { type NeededActions, releaseActions } from "../../model/preflight/neededActions.ts";
import { byRequestedRegion, type RequestSituation } from "../../model/preflight/requestContext.ts";
import { sentWithRelease } from "../../model/preflight/sentWithRelease.ts";
import { partitionOf } from "../../model/release/partition.ts";
import { neededOfCaller } from "./callerRequests.ts";
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
  const { rootStackName, region, expectedAccountId: accountId, tags } = run.environment;
  const resources = await facts.releaseResources();
  const arn = roleArnOf(run);
  const place = { accountId, region, rootStackName };
  const shared = {
    accountId,
    now: run.timing.now(),
    ...sentWithRelease(resources, tags),
    ...(organizationId !== undefined && { organizationId }),
  };
  const [roleTags, callerArn, ofCaller] = await Promise.all([
    roleTagsOf(context),
    callerArnOf(context),
    neededOfCaller(context),
  ]);
  const ofRole = { arn, ...(roleTags && { tags: roleTags }) };
  const all = [
    { needed: releaseActions(resources, { ...place, tags }).needed, principal: ofRole, byCloudFormation: true },
    ...ofCaller.requests.map((one) => ({ ...one, principal: { arn: callerArn }, byCloudFormation: false })),
  ];
  return all.flatMap(({ needed, ...way }) =>
    [...byRequestedRegion(needed, region)].map(([one, some]) => ({
      needed: some,
      situation: { ...shared, ...way, region: one },
    })),
  );

  /** A role that the environment deploys gets the tags of its stack. */
  async function roleTagsOf({ run: { environment } }: Context) {
    if (environment.deploymentRole.kind === "deploy") return environment.tags;
    const standing = await standingRole(run, apis.iam).catch(() => undefined);
    return standing && Object.fromEntries((standing.Tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
  }

  /** A role's session has its role's ARN in aws:PrincipalArn. */
  async function callerArnOf(of: Context): Promise<string> {
    const named = await callerSubject(of).catch(() => undefined);
    if (named && "subject" in named) return named.subject.arn;
    const caller = callerOf(run.caller);
    return caller.kind === "role-session"
      ? `arn:${partitionOf(region).name}:iam::${accountId}:role/${caller.role}`
      : run.caller;
  }
}
