import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { PantherError } from "../../model/error.ts";
import { callerActions, type NeededActions, releaseActions } from "../../model/preflight/neededActions.ts";
import { pass } from "../../model/preflight/outcome.ts";
import {
  actionsToCheck,
  type LevelDecisions,
  levelsOfFiles,
  organizationObservations,
  type PolicyLevel,
} from "../../model/preflight/servicePolicies.ts";
import { partitionOf } from "../../model/release/partition.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { organizationPolicies } from "./organization.ts";
import { couldNotLook } from "./runChecks.ts";
import { type ContextValues, simulate } from "./simulate.ts";

export const organizationCheck: Check<Context> = {
  code: "organization-policies",
  look: async (context) => {
    const { run, apis, scpFiles } = context;
    const needed = await neededActions(context);
    const values = contextValues(context);
    if (scpFiles.length > 0) {
      const files = await Promise.all(
        scpFiles.map(async (file) => ({ name: basename(file), document: await policyIn(file) })),
      );
      return organizationObservations(await decisionsOf(context, levelsOfFiles(files), needed, values));
    }
    const found = await organizationPolicies(apis.organization, run.environment.expectedAccountId).catch(couldNotLook);
    if ("verdict" in found) {
      const { message, evidence = [] } = found;
      return [actionsToCheck(needed, [message, ...evidence].join(" "))];
    }
    if (found.kind === "none") return [pass(found.why)];
    return organizationObservations(await decisionsOf(context, found.levels, needed, values));
  },
};

async function neededActions({ run, facts }: Context): Promise<readonly NeededActions[]> {
  const { rootStackName, region, expectedAccountId: accountId, deploymentRole } = run.environment;
  const place = { accountId, region, rootStackName };
  const role =
    deploymentRole.kind === "deploy"
      ? { name: deploymentRole.roleName, stackName: deploymentRole.stackName }
      : { name: deploymentRole.arn.split(":role/").at(-1) ?? "" };
  const { needed } = releaseActions(await facts.releaseResources(), place);
  return [...needed, ...callerActions({ ...place, role })];
}

/** What service control policies ask about most: region, who acts, tags that Panther's templates set, encryption. */
function contextValues({ run }: Context): ContextValues {
  const { region, expectedAccountId: accountId, deploymentRole } = run.environment;
  const arn =
    deploymentRole.kind === "existing"
      ? deploymentRole.arn
      : `arn:${partitionOf(region).name}:iam::${accountId}:role/${deploymentRole.roleName}`;
  return {
    "aws:RequestedRegion": region,
    "aws:PrincipalArn": arn,
    "aws:PrincipalAccount": accountId,
    "aws:RequestTag/Application": "Panther",
    "aws:TagKeys": "Application",
    "s3:x-amz-server-side-encryption": "AES256",
  };
}

/** As policies of one who is allowed what a level allows: each level has to let everything through by itself. */
async function decisionsOf(
  { apis }: Context,
  levels: readonly PolicyLevel[],
  needed: readonly NeededActions[],
  values: ContextValues,
): Promise<readonly LevelDecisions[]> {
  return await Promise.all(
    levels.map(async (level) => {
      const documents = level.policies.map(({ document }) => document);
      const decisions = await simulate(apis.iam, { kind: "policies", documents }, needed, values);
      return {
        level,
        decisions: decisions.map((one) => ({ ...one, policies: one.policies.map((id) => named(id, level)) })),
      };
    }),
  );
}

/** The simulator numbers documents that it is given: `PolicyInputList.2`. */
function named(id: string, { policies }: PolicyLevel): string {
  const index = /^PolicyInputList\.(\d+)$/.exec(id)?.[1];
  return (index === undefined ? undefined : policies[Number(index) - 1]?.name) ?? id;
}

async function policyIn(file: string): Promise<string> {
  try {
    const text = await readFile(file, "utf8");
    JSON.parse(text);
    return text;
  } catch (error) {
    const fix = "Give a file with the policy's JSON document alone.";
    throw new PantherError("scp-unreadable", `The policy ${file} can't be read: ${(error as Error).message}`, fix, {
      cause: error,
    });
  }
}
