import {
  conditionKeysOf,
  documentOf,
  type PolicyStatement,
  statementOnLine,
  statementsOf,
  withoutConditions,
} from "./policyDocument.ts";
import type { MatchedStatement, SimulatedDecision } from "./simulation.ts";

/** A service control policy. */
export interface ServicePolicy {
  readonly name: string;
  /** JSON. */
  readonly document: string;
}

/** What is attached to one level: the root of an organization, a unit, the account. */
export interface PolicyLevel {
  /** `unit ou-1`. */
  readonly name: string;
  readonly policies: readonly ServicePolicy[];
}

/** A level with its policies read. */
export interface ReadLevel {
  readonly name: string;
  readonly policies: readonly { readonly name: string; readonly statements: readonly PolicyStatement[] }[];
}

export const allowEverything = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

/**
 * Policies from files as levels, each its own. One that only forbids stands beside FullAWSAccess, as AWS attaches it: alone it
 * would let nothing through.
 */
export function levelsOfFiles(files: readonly ServicePolicy[]): readonly PolicyLevel[] {
  return files.map((file) => ({
    name: `file ${file.name}`,
    policies: (statementsOf(file.document) ?? []).some(({ effect }) => effect === "Allow")
      ? [file]
      : [file, { name: "FullAWSAccess", document: allowEverything }],
  }));
}

export function readLevel({ name, policies }: PolicyLevel): ReadLevel {
  return {
    name,
    policies: policies.map((policy) => ({ name: policy.name, statements: statementsOf(policy.document) ?? [] })),
  };
}

/** The policies of a level as the simulator gets them, in their order. */
export function documentsOf({ policies }: ReadLevel): readonly string[] {
  return policies.map(({ statements }) => documentOf(statements));
}

/** Every condition key that the policies of some levels ask about. */
export function keysOfLevels(levels: readonly ReadLevel[]): readonly string[] {
  const statements = levels.flatMap(({ policies }) => policies.flatMap((policy) => policy.statements));
  return [...new Set(statements.flatMap(conditionKeysOf))];
}

/**
 * What would forbid if it did not ask about keys that nobody knows here, one policy after the other on every level; policies
 * without such a statement are left out.
 */
export function doubtfulPolicies(levels: readonly ReadLevel[], unknownKeys: ReadonlySet<string>): ReadLevel {
  const policies = levels.flatMap((level) =>
    level.policies.flatMap(({ name, statements }) => {
      const doubtful = statements.filter((one) => one.effect === "Deny" && asksAbout(one, unknownKeys).length > 0);
      return doubtful.length === 0
        ? []
        : [
            {
              name: whereOf(name, level.name),
              statements: doubtful.map((one) => withoutConditions(one, unknownKeys)),
            },
          ];
    }),
  );
  return { name: "", policies };
}

function asksAbout(statement: PolicyStatement, keys: ReadonlySet<string>): readonly string[] {
  return conditionKeysOf(statement).filter((key) => keys.has(key.toLowerCase()));
}

/** Something that is needed and that one statement stops, or that no statement of a level allows. */
export interface Stop {
  readonly decision: SimulatedDecision;
  /** `policy DenyAll on unit ou-1`; the level alone where nothing there allows it; blank where the simulator does not tell. */
  readonly where: string;
  /** Of the statement that stops it; left out where none does. */
  readonly statement?: string;
  /** Condition keys on which it depends and that only the request itself has. */
  readonly unknownKeys: readonly string[];
}

/** What a level stops, by the statements that the simulator says decided. */
export function stopsOf(
  level: ReadLevel,
  decisions: readonly SimulatedDecision[],
  unknownKeys: ReadonlySet<string>,
): readonly Stop[] {
  return decisions.flatMap((decision): readonly Stop[] => {
    if (decision.decision === "allowed") return [];
    if (decision.decision === "implicitDeny") {
      const allowing = level.policies.flatMap(({ statements }) =>
        statements.filter(({ effect }) => effect === "Allow"),
      );
      const keys = allowing.flatMap((statement) => asksAbout(statement, unknownKeys));
      return [{ decision, where: level.name, unknownKeys: [...new Set(keys)] }];
    }
    const [found] = (decision.matched ?? []).flatMap((matched) => matchedIn(level, matched));
    if (!found) return [{ decision, where: level.name, statement: "not told", unknownKeys: [] }];
    const { policy, statement } = found;
    const where = whereOf(policy, level.name);
    const keys = statement ? (statement.unsure ?? asksAbout(statement, unknownKeys)) : [];
    return [{ decision, where, statement: statement?.name ?? "not told", unknownKeys: keys }];
  });
}

/** A file is a level of its own, and what is doubtful has all of it in the policy's name. */
function whereOf(policy: string, level: string): string {
  if (level === `file ${policy}`) return level;
  return level === "" ? policy : `policy ${policy} on ${level}`;
}

/** The simulator numbers documents that it is given: `PolicyInputList.2`. */
function matchedIn({ policies }: ReadLevel, { policyId, line }: MatchedStatement) {
  const index = Number(/^PolicyInputList\.(\d+)$/.exec(policyId)?.[1] ?? 0);
  const policy = policies[index - 1];
  return policy ? [{ policy: policy.name, statement: statementOnLine(policy.statements, line) }] : [];
}
