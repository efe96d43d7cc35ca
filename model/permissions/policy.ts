import type { CommandPermissions, PolicySide } from "./command.ts";
import { commandPermissions } from "./commands.ts";
import type { PermissionStatement, PolicyPlace } from "./statement.ts";

/** An identity-based policy, as IAM takes it. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Whether the commands that a command includes are in its policy, too. */
export type PolicyExtent = "whole" | "alone";

/** What a command is allowed on a side; nothing for a command that there isn't. */
export function statementsOf(
  command: string,
  side: PolicySide,
  extent: PolicyExtent = "whole",
): readonly PermissionStatement[] {
  const found = commandPermissions.filter((one) => one.command === command);
  const all = extent === "alone" ? found : found.flatMap((one) => [one, ...includedIn(one)]);
  return all.flatMap(({ statements }) => statements[side] ?? []);
}

function includedIn({ with: names = [] }: CommandPermissions): readonly CommandPermissions[] {
  return commandPermissions.filter(({ command }) => names.includes(command));
}

/** One policy for some commands: each statement once, with the actions of all. */
export function policyOf(
  commands: readonly string[],
  side: PolicySide,
  place: PolicyPlace,
  extent: PolicyExtent = "whole",
): PolicyDocument {
  const merged = new Map<string, PolicyStatement>();
  for (const statement of commands.flatMap((command) => statementsOf(command, side, extent))) {
    const filled = fill(statement, place);
    if (filled.Resource.length === 0) continue;
    const before = merged.get(filled.Sid);
    merged.set(filled.Sid, {
      ...filled,
      Action: distinct([...(before?.Action ?? []), ...filled.Action]),
      Resource: distinct([...(before?.Resource ?? []), ...filled.Resource]),
    });
  }
  return { Version: "2012-10-17", Statement: withoutRepetition([...merged.values()]) };
}

function fill({ sid, actions, resources, conditions }: PermissionStatement, place: PolicyPlace): PolicyStatement {
  const text = (pattern: string) => pattern.replace(/\{(\w+)\}/g, (_, name: keyof PolicyPlace) => place[name]);
  const condition = conditions && (JSON.parse(text(JSON.stringify(conditions))) as typeof conditions);
  const isKnown = (pattern: string) =>
    [...pattern.matchAll(/\{(\w+)\}/g)].every(([, name]) => place[name as keyof PolicyPlace] !== "");
  return {
    Sid: sid,
    Effect: "Allow",
    Action: distinct(actions),
    Resource: distinct(resources.filter(isKnown).map(text)),
    ...(condition && { Condition: condition }),
  };
}

/** An action that one statement allows on the same resources and conditions as another is told once. */
function withoutRepetition(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const seen = new Set<string>();
  return statements.flatMap((statement) => {
    const where = JSON.stringify([statement.Resource, statement.Condition ?? null]);
    const Action = statement.Action.filter((action) => !seen.has(`${action} ${where}`));
    for (const action of Action) seen.add(`${action} ${where}`);
    return Action.length === 0 ? [] : [{ ...statement, Action }];
  });
}

function distinct(list: readonly string[]): readonly string[] {
  return [...new Set(list)];
}
