import { PantherError } from "../../model/error.ts";
import type { ReleaseVersion } from "../../model/release/version.ts";
import type { Run } from "../run.ts";
import { copyClient } from "./copy/copyClients.ts";
import type { CopyRequest } from "./copy/copyRequest.ts";
import { s3Source } from "./copy/s3Source.ts";

/**
 * The copy of a release into an environment's bucket in China.
 * @throws PantherError `no-split` where the environment has none
 */
export function copyRequestOf(run: Run, release: ReleaseVersion): CopyRequest {
  const { environment, id, reason, timing, signal } = run;
  const { topology, templateSource, region } = environment;
  if (topology.kind === "standard" || templateSource.kind !== "bucket") throw noBucket(environment.name);
  const { profile, webProfile, sourceRegion } = topology.china;
  const origin = { runId: id, ...(reason !== undefined && { reason }) };
  const outside = { ...origin, ...(webProfile !== undefined && { profile: webProfile }) };
  const inChina = { ...origin, ...(profile !== undefined && { profile }) };
  return {
    release,
    role: environment.deploymentRole.kind === "deploy",
    source: s3Source({
      client: copyClient({ ...outside, side: "source", region: sourceRegion }),
      region: sourceRegion,
    }),
    target: { client: copyClient({ ...inChina, side: "target", region }), bucket: templateSource.bucket, region },
    timing,
    signal,
  };
}

function noBucket(environment: string): PantherError {
  return new PantherError(
    "no-split",
    `${environment} has no bucket in China that releases are copied to.`,
    "Set panther:topology to china, and panther:releaseBucket. Nothing was changed.",
  );
}
