import { copyForHop } from "./china/copyForHop.ts";
import { ensureReleaseBucket } from "./china/ensureReleaseBucket.ts";
import { joinSides, tellWeb } from "./china/joinSides.ts";
import { webRoleLeft } from "./china/webRoleLeft.ts";
import type { Outcome, Progress } from "./command.ts";
import { deployRelease, type ReleaseOptions } from "./deployRelease.ts";
import type { SideHop } from "./hopsOfSides.ts";
import { type Run, webRun } from "./run.ts";
import type { Standing } from "./standingReleases.ts";
import { standingSide } from "./standingSide.ts";

export interface HopContext extends Pick<ReleaseOptions, "fileMark"> {
  /** What runs before this hop. */
  readonly standing: Standing;
  /** Have Pulumi look at AWS first, as `deploy` of what runs does. */
  readonly lookFirst: boolean;
  /** Whether another hop follows. */
  readonly isLast: boolean;
}

/**
 * One hop of an environment. Of a split: the release into the bucket in China, the backend, a key for its gateway, the web
 * app, and whether it reaches the backend. Each step looks before it acts: where one fails, what was done before stays, and
 * the same hop again goes on from there.
 */
export async function deployHop(run: Run, progress: Progress, hop: SideHop, context: HopContext): Promise<Outcome> {
  const { standing, fileMark, lookFirst, isLast } = context;
  const web = webRun(run);
  const noWebYet = web !== undefined && standing.web === undefined;
  const webRoleStands = noWebYet && (await webRoleLeft(web));
  // What was removed in AWS may still be in Pulumi's state, and the program leaves it out.
  const shared = { fileMark, lookFirst: lookFirst || (noWebYet && standing.backend !== undefined) };
  if (hop.backend) {
    const noBucket =
      web && standing.backend === undefined ? await ensureReleaseBucket(run, hop.release, fileMark) : undefined;
    if (noBucket) return { kind: "failed", event: noBucket };
    // A release that runs was copied, and need not be published any more.
    if (web && hop.release !== standing.backend) await copyForHop(run, hop.release);
    const outcome = await deployRelease(run, progress, {
      ...{ ...shared, checked: hop.backend, newEnvironment: standing.backend === undefined },
      ...(standing.backend !== undefined && { running: standing.backend }),
      ...(web && standing.web !== undefined && { other: await standingSide(web, standing.web) }),
      webRoleStands,
    });
    if (outcome.kind !== "done") return outcome;
  }
  if (!web) return { kind: "done" };
  // A backend that stays where it is needs no other key than the one that works.
  const stays = hop.backend !== undefined && hop.release === standing.backend;
  await tellWeb(run, hop.release, { moved: !stays });
  if (hop.web) {
    const backend = hop.backend ? hop.release : standing.backend;
    const outcome = await deployRelease(web, progress, {
      ...{ ...shared, checked: hop.web, newEnvironment: standing.web === undefined },
      ...(standing.web !== undefined && { running: standing.web }),
      ...(backend !== undefined && { other: await standingSide(run, backend) }),
    });
    if (outcome.kind !== "done") return outcome;
  }
  if (hop.web || standing.web !== undefined) await joinSides(web, run, hop.release, { isLast });
  return { kind: "done" };
}
