import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { PantherError } from "../../model/error.ts";
import { actionsToCheck, organizationObservations } from "../../model/preflight/organizationFindings.ts";
import { type Observation, pass } from "../../model/preflight/outcome.ts";
import { statementsOf } from "../../model/preflight/policyDocument.ts";
import { levelsOfFiles, type PolicyLevel, readLevel } from "../../model/preflight/servicePolicies.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { organizationPolicies } from "./organization.ts";
import { type OrganizationRequests, organizationRequests } from "./organizationRequests.ts";
import { organizationStops } from "./organizationStops.ts";
import { couldNotLook } from "./runChecks.ts";

export const organizationCheck: Check<Context> = {
  code: "organization-policies",
  look: async (context) => {
    const { run, apis, scpFiles } = context;
    const found =
      scpFiles.length > 0
        ? { kind: "levels" as const, levels: levelsOfFiles(await Promise.all(scpFiles.map(policyIn))) }
        : await organizationPolicies(apis.organization, run.environment.expectedAccountId).catch(couldNotLook);
    if ("verdict" in found) return [toCheck(await organizationRequests(context, undefined), found)];
    if (found.kind === "none") return [pass(found.why)];
    const organizationId = "organizationId" in found ? found.organizationId : undefined;
    const requests = await organizationRequests(context, organizationId);
    return await simulated(context, found.levels, requests).catch((error) => [toCheck(requests, couldNotLook(error))]);
  },
};

async function simulated(
  { apis, run }: Context,
  policyLevels: readonly PolicyLevel[],
  requests: readonly OrganizationRequests[],
): Promise<readonly Observation[]> {
  const levels = policyLevels.map(readLevel);
  const found = await Promise.all(requests.map((some) => organizationStops(apis.iam, levels, some)));
  run.signal.throwIfAborted();
  return organizationObservations(
    found.flatMap(({ stops }) => stops),
    found.flatMap(({ doubts }) => doubts),
    { levels: levels.length, needed: requests.flatMap(({ needed }) => needed) },
  );
}

function toCheck(requests: readonly OrganizationRequests[], { message, evidence = [] }: Observation): Observation {
  return actionsToCheck(
    requests.flatMap(({ needed }) => needed),
    [message, ...evidence].join(" "),
  );
}

async function policyIn(file: string) {
  const fix = "Give a file with the policy's JSON document alone.";
  const refused = (why: string, cause?: unknown) =>
    new PantherError("scp-unreadable", `The policy ${file} can't be read: ${why}`, fix, { cause });
  const document = await readFile(file, "utf8").catch((error: Error) => {
    throw refused(error.message, error);
  });
  if (!statementsOf(document)) throw refused("it is no policy's JSON document.");
  return { name: basename(file), document };
}
