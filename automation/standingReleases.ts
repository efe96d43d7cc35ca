import type { ReleaseVersion } from "../model/release/version.ts";
import type { SideHop } from "./hopsOfSides.ts";
import type { PlannedSides } from "./planSides.ts";

/** The releases that run; of a side where none does, or where none can be told, there is none here. */
export interface Standing {
  /** All of Panther where there is no split. */
  readonly backend?: ReleaseVersion;
  readonly web?: ReleaseVersion;
}

export function standingReleases({ plan }: Pick<PlannedSides, "plan">): Standing {
  return {
    ...(plan.from !== null && { backend: plan.from }),
    ...(plan.web && plan.web.from !== null && { web: plan.web.from }),
  };
}

/** What runs after a hop. */
export function standingAfter(standing: Standing, { release, backend, web }: SideHop): Standing {
  return { ...standing, ...(backend && { backend: release }), ...(web && { web: release }) };
}
