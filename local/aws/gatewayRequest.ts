import { partitionOf } from "../../model/release/partition.ts";

/** One request to a stage of a REST API. */
export interface GatewayRequest {
  readonly apiId: string;
  readonly region: string;
  readonly stage: string;
  readonly method: string;
  /** After the stage, with a slash in front; without the query. */
  readonly path: string;
  /** What `x-api-key` holds. */
  readonly key: string | undefined;
  readonly body: string;
}

export type GatewayAddress = Pick<GatewayRequest, "apiId" | "region" | "stage" | "path">;

const host = /^([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.(amazonaws\.com(?:\.cn)?)(?::\d+)?$/i;

/** Which API a host and a path mean; undefined for any other host, and for one with the ending of another partition. */
export function gatewayAddress(hostHeader: string | undefined, pathname: string): GatewayAddress | undefined {
  const [, apiId = "", region = "", suffix = ""] = host.exec(hostHeader ?? "") ?? [];
  if (apiId === "" || partitionOf(region).dnsSuffix !== suffix.toLowerCase()) return undefined;
  const [, stage = "", ...rest] = pathname.split("/");
  return { apiId: apiId.toLowerCase(), region: region.toLowerCase(), stage, path: `/${rest.join("/")}` };
}
