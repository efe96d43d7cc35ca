import { isRecord } from "../release/template.ts";
import type { NeededActions } from "./neededActions.ts";
import { failure, type Observation, pass, unknown } from "./outcome.ts";
import { deniedLines, type SimulatedDecision } from "./simulation.ts";

/** A service control policy. */
export interface ServicePolicy {
  readonly name: string;
  /** JSON. */
  readonly document: string;
}

/** What is attached to one level: the root of an organization, a unit, the account. */
export interface PolicyLevel {
  readonly name: string;
  readonly policies: readonly ServicePolicy[];
}

/** What one level says. */
export interface LevelDecisions {
  readonly level: PolicyLevel;
  readonly decisions: readonly SimulatedDecision[];
}

const everything = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

/**
 * Policies from files as levels, each its own. One that only forbids stands beside FullAWSAccess, as AWS attaches it: alone it
 * would let nothing through.
 */
export function levelsOfFiles(files: readonly ServicePolicy[]): readonly PolicyLevel[] {
  return files.map((file) => ({
    name: file.name,
    policies: allowsAnything(file.document) ? [file] : [file, { name: "FullAWSAccess", document: everything }],
  }));
}

function allowsAnything(document: string): boolean {
  const policy: unknown = JSON.parse(document);
  const statements = isRecord(policy) ? [policy.Statement].flat() : [];
  return statements.some((statement) => isRecord(statement) && statement.Effect === "Allow");
}

/** What service control policies do to the actions that are needed. Every level has to let each through. */
export function organizationObservations(levels: readonly LevelDecisions[]): readonly Observation[] {
  const found = levels.flatMap(({ level, decisions }) => {
    const denied = decisions.filter(({ decision }) => decision !== "allowed");
    if (denied.length === 0) return [];
    const names = level.policies.map(({ name }) => name).join(", ");
    return [
      failure(
        `Service control policies of ${level.name} (${names}) stop what is needed.`,
        "Have an exception made for the account, or for the deployment role's ARN.",
        { evidence: deniedLines(denied), who: "organization administrator" },
      ),
    ];
  });
  return found.length > 0 ? found : [pass(`Nothing is stopped on ${levels.length} levels.`)];
}

/** For whoever can look where the caller can't: all actions, by service. */
export function actionsToCheck(needed: readonly NeededActions[], why: string): Observation {
  const services = new Map<string, Set<string>>();
  for (const action of needed.flatMap(({ actions }) => actions)) {
    const [service = "", name = ""] = action.split(":");
    services.set(service, (services.get(service) ?? new Set()).add(name));
  }
  const evidence = [...services].sort().map(([service, names]) => `${service}: ${[...names].sort().join(", ")}`);
  return unknown(
    `The organization's policies could not be looked at: ${why}`,
    "Give them as files (--scp-file), or a profile that may read them (--organizations-profile), or have an administrator of the organization check that no service control policy stops these actions (all of them: --json).",
    { evidence, who: "organization administrator" },
  );
}
