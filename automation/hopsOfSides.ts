import { compareVersions, type ReleaseVersion } from "../model/release/version.ts";
import type { ReleaseOnTheWay } from "./checkReleases.ts";
import type { PlannedSides } from "./planSides.ts";

/** One release on an environment's way, and which sides it moves: of a split one of them may stand there already. */
export interface SideHop {
  readonly release: ReleaseVersion;
  /** All of Panther where there is no split. */
  readonly backend?: ReleaseOnTheWay;
  readonly web?: ReleaseOnTheWay;
}

/** The hops of all sides together, in order: of a split the backend goes first in each. */
export function hopsOfSides({ checked, web }: Pick<PlannedSides, "checked" | "web">): readonly SideHop[] {
  const releases = new Set([...checked, ...(web?.checked ?? [])].map(({ release }) => release));
  return [...releases].sort(compareVersions).map((release) => {
    const backend = checked.find((hop) => hop.release === release);
    const ofWeb = web?.checked.find((hop) => hop.release === release);
    return { release, ...(backend && { backend }), ...(ofWeb && { web: ofWeb }) };
  });
}
