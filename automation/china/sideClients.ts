import type { Environment } from "../../model/environment/environment.ts";
import { webSideOf } from "../../model/environment/sides.ts";
import { PantherError } from "../../model/error.ts";
import { noProfiles } from "../../model/rules/sideCredentials.ts";
import { type AwsApis, awsApis, type ClientOptions } from "../clients.ts";
import { copyClient } from "./copy/copyClients.ts";
import { s3Source } from "./copy/s3Source.ts";
import { releasesToCome } from "./releasesToCome.ts";

/** AWS as each side of an environment sees it. */
export interface SideClients {
  /** Of the environment itself; of a split, its backend. */
  readonly aws: AwsApis;
  /** Missing where there is no split. */
  readonly web?: { readonly environment: Environment; readonly aws: AwsApis };
}

/**
 * Clients for an environment: of a split in China for both accounts, each with the profile that its file names. S3 in China
 * knows of what a copy would bring.
 */
export function sidesOf(
  environment: Environment,
  origin: Omit<ClientOptions, "region" | "profile">,
  signal: AbortSignal = new AbortController().signal,
): SideClients {
  const web = webSideOf(environment);
  const { topology, templateSource } = environment;
  if (topology.kind === "standard" || !web) return { aws: awsApis({ ...origin, region: environment.region }) };
  const { profile, webProfile, sourceRegion } = topology.china;
  if (profile === undefined && webProfile === undefined) {
    throw new PantherError("profiles-missing", noProfiles, "Nothing was changed.");
  }
  const inChina = awsApis({ ...origin, region: environment.region, ...(profile !== undefined && { profile }) });
  const outside = { ...origin, ...(webProfile !== undefined && { profile: webProfile }) };
  const ofWeb = awsApis({ ...outside, region: web.region });
  if (templateSource.kind !== "bucket") return { aws: inChina, web: { environment: web, aws: ofWeb } };
  const client = copyClient({ ...outside, side: "source", region: sourceRegion });
  const objects = releasesToCome(inChina.objects, {
    source: s3Source({ client, region: sourceRegion }),
    published: client,
    target: { bucket: templateSource.bucket, region: environment.region },
    signal,
  });
  return { aws: { ...inChina, objects }, web: { environment: web, aws: ofWeb } };
}
