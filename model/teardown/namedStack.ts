import type { Finding } from "../finding.ts";
import { isPanther, isSourceStack, looksLikePanthers, type SeenStack } from "../preflight/otherStacks.ts";
import { olderSourceStackNames, sourceStackNames } from "./sourceStacks.ts";

/** What a name means that somebody has given with --stack. */
export type NamedStack =
  | { readonly kind: "root" }
  /** One of the stacks of a deployment from source, which stands for all of them. */
  | { readonly kind: "source" }
  /** There is one, and neither its name nor its tags say that it is Panther's. */
  | { readonly kind: "unlike" }
  | { readonly kind: "nested"; readonly root: string }
  /** No such stack stands. */
  | { readonly kind: "gone" };

export function namedStack(seen: readonly SeenStack[], wanted: string): NamedStack {
  const found = seen.find(({ name }) => name === wanted);
  const isOneOfNine = sourceStackNames.includes(wanted);
  if (!found) return { kind: isOneOfNine && standingSourceStacks(seen).length > 0 ? "source" : "gone" };
  if (found.rootId !== undefined) {
    return { kind: "nested", root: seen.find(({ stackId }) => stackId === found.rootId)?.name ?? found.rootId };
  }
  if (isOneOfNine && isSourceStack(found)) return { kind: "source" };
  if (isPanther(found, seen)) return { kind: "root" };
  // The name of one of mage's stacks is of no help without mage's tags: services of one's own have such names.
  const isNamedAlike = isOneOfNine || olderSourceStackNames.includes(wanted);
  return { kind: !isNamedAlike && looksLikePanthers(found) ? "root" : "unlike" };
}

/** Those of the nine that stand. */
export function standingSourceStacks(seen: readonly SeenStack[]): readonly string[] {
  return seen.flatMap((stack) => (isSourceStack(stack) && sourceStackNames.includes(stack.name) ? [stack.name] : []));
}

export interface NamedQuestion {
  readonly name: string;
  readonly found: NamedStack;
  /** Whether CloudFormation still knows a deleted stack of that name. */
  readonly wasDeleted: boolean;
  readonly seen: readonly SeenStack[];
}

/** A slip in the name would otherwise take all of Panther's buckets, which are known by tags alone, or a stack of anybody's. */
export function namedFindings({ name, found, wasDeleted, seen }: NamedQuestion): readonly Finding[] {
  const error = (code: string, message: string, fix: string) => [{ severity: "error", code, message, fix } as const];
  switch (found.kind) {
    case "root":
    case "source":
      return [];
    case "nested":
      return error(
        "stack-nested",
        `${name} is nested in ${found.root}: deleted by itself it would leave that broken.`,
        `Name the root stack: panther teardown --stack ${found.root}`,
      );
    case "unlike":
      return error(
        "stack-not-panthers",
        `Nothing says that the stack ${name} is Panther's: neither it nor a stack nested in it has Panther's tags.`,
        "If it is somebody else's, leave it. If it is what a failed first deployment has left, accept this by name (--accept stack-not-panthers).",
      );
    case "gone": {
      if (wasDeleted) return [];
      const standing = seen.filter((stack) => stack.rootId === undefined && isPanther(stack, seen));
      const which =
        standing.length > 0 ? ` Of Panther there stands: ${standing.map((stack) => stack.name).join(", ")}.` : "";
      return error(
        "stack-missing",
        `There is no stack ${name} in this account and region, and none was deleted in the last 90 days.${which}`,
        "Correct the name or the region. If it was deleted before that, and the plan shows what it left, accept this by name (--accept stack-missing).",
      );
    }
  }
}
