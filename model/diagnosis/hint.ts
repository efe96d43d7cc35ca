import { partitionOf } from "../release/partition.ts";
import type { Cause } from "./cause.ts";
import type { HintRule } from "./hints/hintRule.ts";
import { leftoverRules } from "./hints/leftovers.ts";
import { limitRules } from "./hints/limits.ts";
import { permissionRules } from "./hints/permissions.ts";
import { resourceRules } from "./hints/resources.ts";
import { stackRules } from "./hints/stacks.ts";

/** What a failure means, and what to do about it. */
export interface Hint {
  /** Stable, for scripts. */
  readonly code: string;
  /** What it means. */
  readonly text: string;
  /** What to do; commands are filled in and stand between backticks. */
  readonly fix: string;
}

/** In the order in which they are tried: the first that matches is the hint. */
export const hintRules: readonly HintRule[] = [
  ...permissionRules,
  ...leftoverRules,
  ...limitRules,
  ...resourceRules,
  ...stackRules,
];

/** What is known of a failure that its event doesn't tell. Versions are without the leading `v`. */
export interface HintContext {
  /** The release that was being deployed. */
  readonly release?: string;
  /** Of the deployment role's template. */
  readonly roleVersion?: string;
}

/** The hint for a failure; undefined where the catalog has none, and AWS's reason has to do. */
export function hintFor(cause: Cause, context: HintContext = {}): Hint | undefined {
  for (const { code, when, text, fix } of hintRules) {
    if (when.type && !when.type.test(cause.type)) continue;
    if (when.status && !when.status.test(cause.status)) continue;
    const match = firstMatch(when.reason, cause.reason);
    if (!match) continue;
    const known = { ...placeOf(cause), ...context, ...namesIn(match) };
    return { code, text: filled(text, known), fix: filled(fix, known) };
  }
  return undefined;
}

function firstMatch(patterns: readonly RegExp[], reason: string): RegExpExecArray | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(reason);
    if (match) return match;
  }
  return undefined;
}

/** Where it happened, from the stack's ARN: arn:<partition>:cloudformation:<region>:<account>:stack/…. */
function placeOf({ stackArn, stackName, logicalId, physicalId, type }: Cause): Names {
  const [, partition, , region = "", accountId] = stackArn.split(":");
  const { consoleHost } = partitionOf(region);
  return { partition, region, accountId, consoleHost, stackName, logicalId, physicalId, type };
}

type Names = Readonly<Record<string, string | undefined>>;

/** Named groups of the match, and what else a reason may hold. */
function namesIn(match: RegExpExecArray): Names {
  const encoded = /Encoded authorization failure message: (?<encoded>[\w-]+)/i.exec(match.input);
  const groups = Object.entries<string | undefined>({ ...encoded?.groups, ...match.groups });
  const names = Object.fromEntries(groups.flatMap(([name, value]) => (value ? [[name, value.trim()]] : [])));
  return { ...names, actionService: names.action?.split(":")[0] };
}

const placeholder = /\{(?<ask>\?)?(?<name>\w+)(?:[:|](?<words>(?:[^{}]|\{\w+\})*))?\}/g;

function filled(template: string, names: Names): string {
  return template.replace(placeholder, (_, ask: string | undefined, name: string, words = `<${name}>`) => {
    const value = names[name];
    if (ask) return value ? filled(words, names) : "";
    // Nothing in a name may end the quotes that a command has around it.
    return value ? value.replace(/['"`$\\\s]+/g, " ") : filled(words, names);
  });
}
