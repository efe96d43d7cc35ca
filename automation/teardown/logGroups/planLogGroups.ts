import { setMaxListeners } from "node:events";
import pLimit from "p-limit";
import { type FoundLogGroup, judgeLogGroup, needsTags } from "../../../model/teardown/logGroups/judgeLogGroup.ts";
import {
  logGroupOfGraphqlApi,
  logGroupPrefixes,
  mayBePanthers,
} from "../../../model/teardown/logGroups/logGroupNames.ts";
import type { LogGroupOwners, LogGroupPlan } from "../../../model/teardown/logGroups/logGroupPlan.ts";
import { logCall } from "./logCall.ts";
import type { LogGroupApis } from "./logGroupApis.ts";

export interface PlanLogGroupsRequest {
  readonly apis: LogGroupApis;
  /** From the stacks' resources; of stacks that are gone Panther's fixed names are known here. */
  readonly owners: LogGroupOwners;
  readonly signal: AbortSignal;
}

const callsAtOnce = 4;

/**
 * The log groups that are Panther's or may be, by name. Changes nothing.
 * @throws PantherError `log-groups-not-listed`, or where the credentials are no longer valid; the signal's reason
 */
export async function planLogGroups(request: PlanLogGroupsRequest): Promise<readonly LogGroupPlan[]> {
  const { owners, signal } = request;
  setMaxListeners(0, signal);
  const limit = pLimit(callsAtOnce);
  const own = [...owners.logGroups, ...owners.graphqlApis.map(logGroupOfGraphqlApi)];
  const prefixes = [...logGroupPrefixes, ...own.filter((name) => !mayBePanthers(name))];
  const [liveFunctions, ...lists] = await Promise.all([
    functionNames(request),
    ...prefixes.map((prefix) => limit(() => groupsWith(prefix, request))),
  ]);
  const evidence = { owners, liveFunctions };
  const groups = new Map(lists.flat().map((group) => [group.name, group]));
  const found = [...groups.values()].filter(({ name }) => mayBePanthers(name) || own.includes(name));
  const plans = await Promise.all(
    found.map(async ({ arn, ...group }) => {
      const tags = needsTags(group.name, evidence) ? await limit(() => tagsOf(arn, request)) : undefined;
      return judgeLogGroup({ ...group, ...(tags && { tags }) }, evidence);
    }),
  );
  return plans.sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function groupsWith(
  prefix: string,
  { apis, signal }: PlanLogGroupsRequest,
): Promise<readonly (FoundLogGroup & { readonly arn: string })[]> {
  const groups: (FoundLogGroup & { readonly arn: string })[] = [];
  let token: string | undefined;
  do {
    const request = { logGroupNamePrefix: prefix, ...(token !== undefined && { nextToken: token }) };
    const page = await logCall("log-groups-not-listed", "logs:DescribeLogGroups", signal, (options) =>
      apis.logs.describeLogGroups(request, options),
    );
    for (const { logGroupName, logGroupArn = "", storedBytes = 0 } of page.logGroups ?? []) {
      if (logGroupName !== undefined) groups.push({ name: logGroupName, arn: logGroupArn, storedBytes });
    }
    token = page.nextToken;
  } while (token);
  return groups;
}

/** A log group whose tags can't be read is asked about. */
async function tagsOf(arn: string, { apis, signal }: PlanLogGroupsRequest): Promise<FoundLogGroup["tags"]> {
  return apis.logs.listTagsForResource({ resourceArn: arn }, { abortSignal: signal }).then(
    ({ tags }) => tags,
    () => {
      signal.throwIfAborted();
      return undefined;
    },
  );
}

/** Names of all functions of the region; undefined where they can't be listed: then names alone tell. */
async function functionNames({ apis, signal }: PlanLogGroupsRequest): Promise<ReadonlySet<string> | undefined> {
  const names = new Set<string>();
  let marker: string | undefined;
  try {
    do {
      const page = await apis.functions.listFunctions(marker === undefined ? {} : { Marker: marker }, {
        abortSignal: signal,
      });
      for (const { FunctionName } of page.Functions ?? []) if (FunctionName !== undefined) names.add(FunctionName);
      marker = page.NextMarker;
    } while (marker);
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
  return names;
}
