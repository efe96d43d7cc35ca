import type { ReleaseVersion } from "../../model/release/version.ts";
import type { Run } from "../run.ts";
import type { Standing } from "../standingReleases.ts";

export async function copyForHop(_run: Run, _release: ReleaseVersion, _standing: Standing): Promise<void> {
  // TO COME
}
