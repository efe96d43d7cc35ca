import { olderSourceStackNames, sourceStackNames } from "../teardown/sourceStacks.ts";
import { failure, type Observation, pass, warning } from "./outcome.ts";

/** A stack of the account and region. */
export interface SeenStack {
  readonly stackId: string;
  readonly name: string;
  readonly status: string;
  /** ARN of the root stack that it is nested in. */
  readonly rootId?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Stacks of another Panther.
 * @param ownNames of the environment's root stack and its role's stack
 * @param standing whether a Panther of this environment stands: then its names are its own
 */
export function otherStackObservations(
  stacks: readonly SeenStack[],
  ownNames: readonly string[],
  standing: boolean,
): readonly Observation[] {
  const foreign = rootsBut(stacks, ownNames);
  const runs = otherPanthers(stacks, ownNames);
  const others = foreign.filter((stack) => !runs.includes(stack) && looksLikePanthers(stack));
  const evidence = (list: readonly SeenStack[]) => ({
    evidence: list.map(({ name, status }) => `${name} (${status})`),
  });
  const another = "A Panther of another root stack stands in this account and region.";
  const observations = [
    ...(runs.length === 0
      ? []
      : standing
        ? [warning(`${another} Their names are the same.`, "Find out which one is used.", evidence(runs))]
        : [
            failure(
              `${another} Their names are the same, so there can be one.`,
              `If it is the one that you mean: panther adopt. If it is no longer used, delete it:\n${deletions(runs)}`,
              evidence(runs),
            ),
          ]),
    ...(others.length === 0
      ? []
      : [
          warning(
            "There are stacks with names or tags like Panther's that this environment does not know.",
            `If nothing needs them any more:\n${deletions(others)}`,
            evidence(others),
          ),
        ]),
  ];
  return observations.length > 0 ? observations : [pass("No stacks of another Panther are there.")];
}

/** Root stacks of Panthers, but for some names. */
export function otherPanthers(stacks: readonly SeenStack[], ownNames: readonly string[]): readonly SeenStack[] {
  return rootsBut(stacks, ownNames).filter((stack) => isPanther(stack, stacks));
}

function rootsBut(stacks: readonly SeenStack[], names: readonly string[]): readonly SeenStack[] {
  return stacks.filter(({ name, rootId }) => rootId === undefined && !names.includes(name));
}

/**
 * Whether a root stack is a Panther's: by the tags that its own templates, or mage, give its stacks, since a name may be
 * anybody's. Those tags come down to its buckets, so what has none has no bucket that could be taken for a Panther's.
 */
export function isPanther(stack: SeenStack, stacks: readonly SeenStack[]): boolean {
  return isSourceStack(stack) || stacks.some(({ rootId, tags }) => rootId === stack.stackId && isTaggedNested(tags));
}

/** One of the separate stacks of a deployment from source: by its name and by the tags that `mage deploy` sets. */
export function isSourceStack({ name, rootId, tags }: SeenStack): boolean {
  return (
    rootId === undefined &&
    [...sourceStackNames, ...olderSourceStackNames].includes(name) &&
    tags.Application === "Panther" &&
    tags.Stack === name
  );
}

/** `PantherVersion` is known of v1.16 only; later templates tag with `panther:app`. */
function isTaggedNested(tags: SeenStack["tags"]): boolean {
  return "PantherVersion" in tags || isTagged(tags) || (tags.Stack ?? "").startsWith("panther-");
}

/** By its name or its tags; both may be somebody else's. */
export function looksLikePanthers({ name, tags }: SeenStack): boolean {
  return /^panther/i.test(name) || isTagged(tags);
}

function isTagged(tags: SeenStack["tags"]): boolean {
  return tags.Application === "Panther" || tags["panther:app"] === "panther";
}

function deletions(stacks: readonly SeenStack[]): string {
  return stacks.map(({ name }) => `aws cloudformation delete-stack --stack-name '${name}'`).join("\n");
}
