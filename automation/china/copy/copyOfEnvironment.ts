import type { Environment } from "../../../model/environment/environment.ts";
import { PantherError } from "../../../model/error.ts";
import type { ReleaseVersion } from "../../../model/release/version.ts";
import type { Timing } from "../../timing.ts";
import type { Origin } from "../../userAgent.ts";
import { copyClient } from "./copyClients.ts";
import type { CopyRequest } from "./copyRequest.ts";
import { s3Source } from "./s3Source.ts";

/** What of a copy an environment's file doesn't say. */
export interface CopyOfEnvironment {
  readonly release: ReleaseVersion;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly web?: boolean;
}

/**
 * The copy of a release for an environment that is split in China: from Panther's bucket in `china.sourceRegion`, with the web
 * account's credentials, which Panther has approved, into `releaseBucket`, with the backend's.
 * @throws PantherError `copy-no-split` for an environment of another topology, `copy-no-bucket` for one without such a bucket
 */
export function copyOfEnvironment(
  { name, topology, region, templateSource, deploymentRole }: Environment,
  origin: Origin,
  { release, timing, signal, web = false }: CopyOfEnvironment,
): CopyRequest {
  if (topology.kind !== "china") {
    throw new PantherError(
      "copy-no-split",
      `Environment ${name} is no split in China: it reads releases where Panther publishes them, and needs no copy.`,
      "Name an environment with panther:topology china, or a bucket with --bucket and --region.",
    );
  }
  if (templateSource.kind !== "bucket") {
    throw new PantherError(
      "copy-no-bucket",
      `Environment ${name} has no panther:releaseBucket that a release could be copied into.`,
      "Set panther:releaseBucket. Where panther:templateUrl names a mirror of yours, copying there is yours, too.",
    );
  }
  const { sourceRegion, profile, webProfile } = topology.china;
  const source = copyClient({
    ...origin,
    side: "source",
    region: sourceRegion,
    ...(webProfile !== undefined && { profile: webProfile }),
  });
  const target = copyClient({ ...origin, side: "target", region, ...(profile !== undefined && { profile }) });
  return {
    release,
    // Somebody who manages the role has its template.
    role: deploymentRole.kind === "deploy",
    web,
    source: s3Source({ client: source, region: sourceRegion }),
    target: { client: target, bucket: templateSource.bucket, region },
    timing,
    signal,
  };
}
