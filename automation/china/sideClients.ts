import type { Environment } from "../../model/environment/environment.ts";
import { webSideOf } from "../../model/environment/sides.ts";
import { type AwsApis, awsApis, type ClientOptions } from "../clients.ts";

/** AWS as each side of an environment sees it. */
export interface SideClients {
  /** Of the environment itself; of a split, its backend. */
  readonly aws: AwsApis;
  /** Missing where there is no split. */
  readonly web?: { readonly environment: Environment; readonly aws: AwsApis };
}

/** Clients for an environment: of a split in China for both accounts, each with the profile that its file names. */
export function sidesOf(environment: Environment, origin: Omit<ClientOptions, "region" | "profile">): SideClients {
  const web = webSideOf(environment);
  if (environment.topology.kind === "standard" || !web) {
    return { aws: awsApis({ ...origin, region: environment.region }) };
  }
  const { profile, webProfile } = environment.topology.china;
  return {
    aws: awsApis({ ...origin, region: environment.region, ...(profile !== undefined && { profile }) }),
    web: {
      environment: web,
      aws: awsApis({ ...origin, region: web.region, ...(webProfile !== undefined && { profile: webProfile }) }),
    },
  };
}
