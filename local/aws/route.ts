// Who answers a request. A signed one says so itself: SigV4's credential scope names the service, the region and the key.
import type { IncomingHttpHeaders } from "node:http";
import { type GatewayAddress, gatewayAddress } from "./gatewayRequest.ts";

export interface Credential {
  /** In local AWS a 12-digit access key id is the account; others are keys of roles' sessions or users. */
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

export interface RequestHead {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export type Route =
  | { readonly kind: "control"; readonly path: string }
  /** A call of a deployed REST API, told by its host. */
  | { readonly kind: "gateway"; readonly address: GatewayAddress }
  /** What Panther's web app would do for a browser; see webProxy.ts. */
  | { readonly kind: "web"; readonly accountId: string; readonly region: string; readonly functionName: string }
  | { readonly kind: "cloudformation" | "codebuild"; readonly credential: Credential }
  /** Unsigned form: only the action in its body tells. */
  | { readonly kind: "form"; readonly credential: Credential }
  | { readonly kind: "s3"; readonly credential: Credential; readonly bucket: string; readonly key: string }
  | { readonly kind: "emulator" };

const unsigned = { accessKeyId: "", region: "us-east-1" };
export const cloudFormationVersion = "2010-05-15";

export function routeOf(head: RequestHead): Route {
  const { pathname, searchParams } = new URL(head.url, "http://localhost");
  const address = gatewayAddress(head.headers.host, pathname);
  if (address) return { kind: "gateway", address };
  const [, accountId, region, functionName] = /^\/_local\/web\/(\d{12})\/([a-z0-9-]+)\/([\w-]+)$/.exec(pathname) ?? [];
  if (accountId && region && functionName) return { kind: "web", accountId, region, functionName };
  if (pathname.startsWith("/_local/")) return { kind: "control", path: pathname };
  const credential = credentialOf(head.headers.authorization, searchParams) ?? { ...unsigned, service: "" };
  const service = credential.service || guessService(head, searchParams);
  if (service === "cloudformation" || service === "codebuild")
    return { kind: service, credential: { ...credential, service } };
  if (service === "form") return { kind: "form", credential };
  if (service === "s3" || (service === "" && /^(GET|HEAD)$/.test(head.method))) {
    const [, bucket = "", ...key] = pathname.split("/");
    return { kind: "s3", credential, bucket: safelyDecoded(bucket), key: safelyDecoded(key.join("/")) };
  }
  return { kind: "emulator" };
}

/** Who has signed a request, by its header or, for one that was signed in advance, by its URL. */
export function credentialOf(authorization: string | undefined, query: URLSearchParams): Credential | undefined {
  const text = /Credential=([^,\s]+)/.exec(authorization ?? "")?.[1] ?? query.get("X-Amz-Credential");
  const [accessKeyId, , region, service] = text?.split("/") ?? [];
  return accessKeyId && region && service ? { accessKeyId, region, service } : undefined;
}

function guessService(head: RequestHead, query: URLSearchParams): string {
  const target = head.headers["x-amz-target"];
  if (typeof target === "string" && target.startsWith("CodeBuild_")) return "codebuild";
  const host = /^(cloudformation|codebuild)\./.exec(head.headers.host ?? "")?.[1];
  if (host) return host;
  if (query.get("Version") === cloudFormationVersion) return "cloudformation";
  const isForm = head.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  return isForm && target === undefined ? "form" : "";
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
