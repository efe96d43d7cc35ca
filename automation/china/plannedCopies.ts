import type { EnvironmentPlan, PlannedCopy } from "../../model/release/environmentPlan.ts";
import type { Run } from "../run.ts";

/** What has to be copied into the bucket in China before the hops of a plan; nothing is copied here. */
export async function plannedCopies(
  run: Run,
  { from, hops }: Pick<EnvironmentPlan, "from" | "hops">,
): Promise<readonly PlannedCopy[]> {
  const { planCopy } = await import("./copy/copyRelease.ts");
  const { copyRequestOf } = await import("./copyRequestOf.ts");
  const copies: PlannedCopy[] = [];
  // A release that runs was copied.
  for (const { to: release } of hops.filter(({ to }) => to !== from)) {
    const { toCopyObjects: objects, toCopyBytes: bytes, complete } = await planCopy(copyRequestOf(run, release));
    if (!complete) copies.push({ release, objects, bytes });
  }
  return copies;
}
