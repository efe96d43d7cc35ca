import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { BridgeSecret } from "../../model/china/bridgeSecret.ts";
import { testRequest } from "../../model/china/bridgeUrl.ts";
import type { BridgeReply } from "../../model/china/bridgeVerdict.ts";

/** Asks the bridge for its log sources, as the documentation's test does. Rejects with the signal's reason alone. */
export type CallBridge = (secret: BridgeSecret, signal: AbortSignal) => Promise<BridgeReply>;

/** A gateway gives up on what is behind it after 29 s; the way to China takes a second or two. */
const patience = 35_000;
/** Of an answer that is a list of log sources; more is none of the bridge's. */
const mostBytes = 16 * 1024 * 1024;

/**
 * Calls over the bridge's own host, or, where an endpoint is set, at that, with the gateway's name as the host: so does
 * whoever reaches a gateway through an interface endpoint of a VPC.
 * @param variables Those of the process.
 */
export function bridgeCaller(
  variables: Readonly<Record<string, string | undefined>> = process.env,
  milliseconds = patience,
): CallBridge {
  const endpoint = variables.AWS_ENDPOINT_URL_EXECUTE_API || variables.AWS_ENDPOINT_URL;
  return async ({ url, key }, signal) => {
    signal.throwIfAborted();
    const bridge = new URL(`${url}${testRequest.path}`);
    const target = endpoint ? new URL(bridge.pathname, endpoint) : bridge;
    return await new Promise<BridgeReply>((resolve, reject) => {
      const timeout = AbortSignal.timeout(milliseconds);
      const fail = (error: Error & { readonly code?: string }) => {
        if (signal.aborted) reject(signal.reason);
        else if (timeout.aborted)
          resolve({ kind: "unreachable", cause: "timeout", detail: `${milliseconds / 1000} s` });
        else resolve(unreachable(error));
      };
      const send = target.protocol === "http:" ? httpRequest : httpsRequest;
      const request = send(target, {
        method: "POST",
        headers: {
          host: bridge.host,
          "x-api-key": key.reveal(),
          "content-type": "application/json",
          "content-length": Buffer.byteLength(testRequest.body),
        },
        signal: AbortSignal.any([signal, timeout]),
        // Each request is to find its own way: a kept connection asks the same machine of the gateway again and again.
        agent: false,
      });
      request.on("error", fail);
      request.on("response", (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        response.on("error", fail);
        response.on("data", (part: Buffer) => {
          size += part.length;
          if (size > mostBytes) response.destroy(Object.assign(new Error(), { code: "answer too long" }));
          else parts.push(part);
        });
        response.on("end", () => {
          const body = key.removedFrom(Buffer.concat(parts).toString("utf8"));
          resolve({ kind: "answer", status: response.statusCode ?? 0, body });
        });
      });
      request.end(testRequest.body);
    });
  };
}

/** Names are resolved by the system's own resolver, whose codes these are. */
const dnsCodes = ["ENOTFOUND", "EAI_AGAIN", "EAI_NODATA", "EAI_NONAME", "EAI_FAIL"];

function unreachable(error: Error & { readonly code?: string }): BridgeReply {
  const detail = error.code ?? error.name;
  if (dnsCodes.includes(detail)) return { kind: "unreachable", cause: "dns", detail };
  if (detail === "ETIMEDOUT") return { kind: "unreachable", cause: "timeout", detail };
  const isTrust = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/.test(detail);
  return { kind: "unreachable", cause: isTrust ? "tls" : "connection", detail };
}
