import type { EnvironmentPlan, PlannedCopy } from "../../model/release/environmentPlan.ts";
import { originOf, type Run } from "../run.ts";

/** What has to be copied into the bucket in China before the hops of a plan; nothing is copied here. */
export async function plannedCopies(
  run: Run,
  { from, hops }: Pick<EnvironmentPlan, "from" | "hops">,
): Promise<readonly PlannedCopy[]> {
  const { planCopy } = await import("./copy/copyRelease.ts");
  const { copyOfEnvironment } = await import("./copy/copyOfEnvironment.ts");
  const { environment, timing, signal } = run;
  const copies: PlannedCopy[] = [];
  // A release that runs was copied.
  for (const { to: release } of hops.filter(({ to }) => to !== from)) {
    const {
      toCopyObjects: objects,
      toCopyBytes: bytes,
      complete,
    } = await planCopy(copyOfEnvironment(environment, originOf(run), { release, timing, signal }));
    if (!complete) copies.push({ release, objects, bytes });
  }
  return copies;
}
