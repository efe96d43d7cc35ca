import { functionOfLogGroup, hasFixedName, logGroupOfGraphqlApi, projectOfLogGroup } from "./logGroupNames.ts";
import type { LogGroupOwners, LogGroupPlan } from "./logGroupPlan.ts";

/** A log group as it was found. */
export interface FoundLogGroup {
  readonly name: string;
  readonly storedBytes: number;
  /** Undefined where they could not be read, or were not needed. */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface LogGroupEvidence {
  readonly owners: LogGroupOwners;
  /** Every function of the region whose name begins as Panther's do; undefined where they could not be listed. */
  readonly liveFunctions: ReadonlySet<string> | undefined;
}

/** Whose a log group is, by what is known of it; what is not known to be this deployment's is asked about. */
export function judgeLogGroup(group: FoundLogGroup, evidence: LogGroupEvidence): LogGroupPlan {
  const { name, storedBytes } = group;
  const ours = ownedBecause(name, evidence.owners);
  if (ours !== undefined) return { name, storedBytes, belongs: "deployment", way: "delete", why: ours };
  const foreign = foreignBecause(name, evidence);
  if (foreign !== undefined) return { name, storedBytes, belongs: "unknown", way: "ask", why: foreign };
  const traces = tracesOf(group);
  if (traces !== undefined) return { name, storedBytes, belongs: "deployment", way: "delete", why: traces };
  const why = "its name begins as Panther's do, and nothing tells whose it is";
  return { name, storedBytes, belongs: "unknown", way: "ask", why };
}

/** Whether tags would tell something: those of a log group that is known already are not asked for. */
export function needsTags(name: string, evidence: LogGroupEvidence): boolean {
  return (
    ownedBecause(name, evidence.owners) === undefined &&
    foreignBecause(name, evidence) === undefined &&
    !hasFixedName(name)
  );
}

function ownedBecause(name: string, owners: LogGroupOwners): string | undefined {
  const { functions, projects, logGroups, graphqlApis } = owners;
  if (logGroups.includes(name)) return "the deployment's stacks have made it";
  if (functions.includes(functionOfLogGroup(name) ?? "")) return "a function of the deployment writes to it";
  if (projects.includes(projectOfLogGroup(name) ?? "")) return "a build project of the deployment writes to it";
  if (graphqlApis.map(logGroupOfGraphqlApi).includes(name)) return "the deployment's GraphQL API writes to it";
  return undefined;
}

/** A function that is there and no stack of this deployment has made is somebody else's, whatever its name. */
function foreignBecause(name: string, { liveFunctions }: LogGroupEvidence): string | undefined {
  const writer = functionOfLogGroup(name);
  if (writer === undefined || !liveFunctions?.has(writer)) return undefined;
  return `function ${writer} is there, and is not the deployment's`;
}

function tracesOf({ name, tags = {} }: FoundLogGroup): string | undefined {
  if (hasFixedName(name)) return "every Panther has one of this name, and what wrote to it is gone";
  if (tags.Application === "Panther") return "it is tagged Application: Panther";
  if (tags["panther:app"] === "panther") return "it is tagged panther:app: panther";
  return undefined;
}
