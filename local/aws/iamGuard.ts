import type { IncomingMessage } from "node:http";
import type { Iam } from "./iam.ts";
import type { Identities } from "./identities.ts";
import { readBody } from "./proxy.ts";
import { type Credential, credentialOf } from "./route.ts";
import type { Refusal } from "./signatureRefusal.ts";

/** What IAM has to read of a request before it may go on; objects on their way into S3 are nobody's business. */
export async function bodyForIam(iam: Iam, request: IncomingMessage): Promise<Buffer | undefined> {
  const credential = credentialIn(request);
  if (!credential || !iam.concerns(credential)) return undefined;
  const isDeletion = request.method === "POST" && queryOf(request).has("delete");
  return credential.service === "s3" && !isDeletion ? undefined : readBody(request);
}

/** AWS's answer to a call that its caller's policies don't allow; undefined for one that may go on. */
export async function deniedByIam(
  { iam, identities }: { readonly iam: Iam; readonly identities: Pick<Identities, "of"> },
  request: IncomingMessage,
  body: Buffer = Buffer.alloc(0),
): Promise<Refusal | undefined> {
  const credential = credentialIn(request);
  if (!credential || !iam.concerns(credential)) return undefined;
  const { accessKeyId, region, service } = credential;
  const { accountId } = await identities.of(accessKeyId);
  const { method = "GET", url = "/", headers } = request;
  return iam.refusal({ accessKeyId, region, accountId }, service, { method, url, headers, body });
}

function credentialIn(request: IncomingMessage): Credential | undefined {
  return credentialOf(request.headers.authorization, queryOf(request));
}

function queryOf({ url = "/" }: IncomingMessage): URLSearchParams {
  return new URL(url, "http://localhost").searchParams;
}
