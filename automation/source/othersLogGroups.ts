import type { Finding } from "../../model/finding.ts";
import { mageTeardownFindings } from "../../model/source/mageTeardownFindings.ts";
import { logGroupOwners } from "../../model/teardown/owners.ts";
import { sourceStackNames } from "../../model/teardown/sourceStacks.ts";
import type { StackApi } from "../clients.ts";
import { isAbsent } from "../isAbsent.ts";
import { resourcesOfStack } from "../preflight/ownedResources.ts";
import type { LogGroupApis } from "../teardown/logGroups/logGroupApis.ts";
import { planLogGroups } from "../teardown/logGroups/planLogGroups.ts";

export interface LogGroupQuestion {
  readonly stacks: StackApi;
  readonly apis: LogGroupApis;
  readonly rootStackName: string;
  readonly signal: AbortSignal;
}

/** Log groups of others that the tool's own teardown deletes. Not to be able to look stops nothing, and is told. Changes nothing. */
export async function othersLogGroups(question: LogGroupQuestion): Promise<readonly Finding[]> {
  const { stacks, apis, rootStackName, signal } = question;
  try {
    const names = [rootStackName, ...sourceStackNames];
    const resources = (await Promise.all(names.map((name) => resourcesOf(stacks, name)))).flat();
    return mageTeardownFindings(await planLogGroups({ apis, owners: logGroupOwners(resources), signal }));
  } catch (error) {
    signal.throwIfAborted();
    return mageTeardownFindings({ why: error instanceof Error ? error.message : String(error) });
  }
}

async function resourcesOf(stacks: StackApi, name: string) {
  try {
    return await resourcesOfStack(stacks, name);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}
