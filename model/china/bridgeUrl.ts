import { partitionOf } from "../release/partition.ts";

/** Name of the REST API that Panther's backend makes in China. Source: Panther documentation, "AWS China", "API Gateway". */
export const bridgeName = "panther-cn-bridge";
export const bridgeStage = "prod";

/** Path and body of the documented test. Source: as above; it asks for the log sources, and changes nothing. */
export const testRequest = { path: "/cn/panther-source-api", body: '{"listIntegrations": {}}' } as const;

export interface SoundBridgeUrl {
  readonly kind: "sound";
  readonly url: string;
  readonly apiId: string;
  readonly region: string;
}

export type BridgeUrlCheck =
  | SoundBridgeUrl
  | { readonly kind: "refused"; readonly code: "bridge-url-wrong"; readonly message: string; readonly fix: string };

/** URL of the bridge's stage, without a slash at its end, as the secret has it. */
export function bridgeUrl(apiId: string, region: string): string {
  return `https://${hostOf(apiId, region)}/${bridgeStage}`;
}

/** Whether a URL can be that of a bridge at all: https, a gateway's host in China, the stage and nothing behind it. */
export function checkBridgeUrl(text: string): BridgeUrlCheck {
  if (!URL.canParse(text)) return refused("is no URL");
  const { protocol, host, pathname, search, hash, username, password } = new URL(text);
  if (username || password) return refused("has a name or password in it");
  if (protocol !== "https:") return refused("does not begin with https://", text);
  const [, apiId = "", region = ""] =
    /^([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(host) ?? [];
  if (!apiId || partitionOf(region).name !== "aws-cn" || host !== hostOf(apiId, region)) {
    return refused(`has the host ${host}, which is no API gateway's in China`);
  }
  if (pathname === `/${bridgeStage}/`) return refused(`ends in /${bridgeStage}/, and the slash has to go`, text);
  if (pathname !== `/${bridgeStage}` || search || hash) return refused(`does not end in /${bridgeStage}`, text);
  return { kind: "sound", url: text, apiId, region };
}

function hostOf(apiId: string, region: string): string {
  return `${apiId}.execute-api.${region}.${partitionOf(region).dnsSuffix}`;
}

/** A URL is repeated only where it is sure to be one of a gateway: what is no URL may be the key, put in the wrong place. */
function refused(why: string, shown?: string): BridgeUrlCheck {
  return {
    kind: "refused",
    code: "bridge-url-wrong",
    message: `The secret's URL${shown === undefined ? "" : ` ${shown}`} ${why}.`,
    fix: `It is the invoke URL of stage ${bridgeStage} of the REST API ${bridgeName}, like https://abcde12345.execute-api.cn-north-1.amazonaws.com.cn/${bridgeStage}. panther china rotate-key writes the right one.`,
  };
}
