import type { TeardownPlan } from "./teardownPlan.ts";

/** Whether a plan changes anything; what it only keeps, asks about or cannot look at is nothing to do. */
export function somethingToDo({ sides, join, pulumi }: TeardownPlan): boolean {
  return (
    sides.some(
      ({ stacks, buckets, logGroups }) =>
        stacks.length > 0 ||
        buckets.some((look) => look.kind === "planned" && look.bucket.way !== "keep") ||
        logGroups.some(({ way }) => way === "delete"),
    ) ||
    (join !== undefined &&
      (join.keys.length > 0 || join.secret.kind === "delete" || join.releaseBucket.kind === "remove")) ||
    (pulumi.kind === "found" && (pulumi.resources > 0 || pulumi.removeStack))
  );
}
