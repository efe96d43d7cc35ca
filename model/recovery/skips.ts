import type { BlockedResource } from "./history.ts";

/** What a continued rollback leaves out, and the names that mean nothing of the kind. */
export interface ChosenSkips {
  readonly skipped: readonly BlockedResource[];
  readonly unknown: readonly string[];
  /** Names that several resources go by. */
  readonly ambiguous: readonly string[];
}

/**
 * Finds what somebody wants to have skipped among what stops the rollback: by logical ID where only one has it, by the path
 * of logical IDs (`Core/OutputsTable`), or as AWS names it ({@link skipName}).
 */
export function chooseSkips(blocked: readonly BlockedResource[], names: readonly string[]): ChosenSkips {
  const skipped = new Set<BlockedResource>();
  const unknown: string[] = [];
  const ambiguous: string[] = [];
  for (const name of names) {
    const exact = blocked.filter((resource) => pathOf(resource) === name || skipName(resource) === name);
    const found = exact.length > 0 ? exact : blocked.filter(({ logicalId }) => logicalId === name);
    const [one] = found;
    if (!one) unknown.push(name);
    else if (found.length > 1) ambiguous.push(name);
    else skipped.add(one);
  }
  return { skipped: [...skipped], unknown, ambiguous };
}

/** As people write it: logical IDs from the environment's own stack down. */
export function pathOf({ path }: Pick<BlockedResource, "path">): string {
  return path.join("/");
}

/** As ContinueUpdateRollback wants it: `LogicalId`, or `NestedStackName.LogicalId` in a nested stack, at any depth. */
export function skipName({ path, stackName, logicalId }: BlockedResource): string {
  return path.length === 1 ? logicalId : `${stackName}.${logicalId}`;
}
