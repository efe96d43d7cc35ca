import type { IncomingMessage } from "node:http";
import type { Scope } from "../cloudformation/types.ts";
import type { Iam } from "./iam.ts";
import type { Identities } from "./identities.ts";
import { readBody } from "./proxy.ts";
import { type Credential, cloudFormationVersion, credentialOf } from "./route.ts";
import { scopeOf } from "./scope.ts";
import type { Refusal } from "./signatureRefusal.ts";

/** What IAM has to read of a request before it may go on; objects on their way into S3 are nobody's business. */
export async function bodyForIam(iam: Iam, request: IncomingMessage): Promise<Buffer | undefined> {
  const credential = credentialIn(request);
  if (!credential || !iam.concerns(credential)) return undefined;
  const isDeletion = request.method === "POST" && queryOf(request).has("delete");
  return credential.service === "s3" && !isDeletion ? undefined : readBody(request);
}

interface Services {
  readonly iam: Iam;
  readonly identities: Pick<Identities, "of">;
  readonly cloudFormation: (scope: Scope, form: URLSearchParams) => Promise<{ readonly body: string }>;
}

/** AWS's answer to a call that its caller's policies don't allow; undefined for one that may go on. */
export async function deniedByIam(
  { iam, identities, cloudFormation }: Services,
  request: IncomingMessage,
  body: Buffer = Buffer.alloc(0),
): Promise<Refusal | undefined> {
  const credential = credentialIn(request);
  if (!credential || !iam.concerns(credential)) return undefined;
  const { accessKeyId, region, service } = credential;
  const { accountId } = await identities.of(accessKeyId);
  const { method = "GET", url = "/", headers } = request;
  const read = service === "cloudformation" ? await withStack(body, scopeOf(accountId, region), cloudFormation) : body;
  return iam.refusal({ accessKeyId, region, accountId }, service, { method, url, headers, body: read });
}

/** A change set's ARN does not say its stack, which is what policies are about. */
async function withStack(body: Buffer, scope: Scope, cloudFormation: Services["cloudFormation"]): Promise<Buffer> {
  const ChangeSetName = new URLSearchParams(body.toString()).get("ChangeSetName") ?? "";
  if (!ChangeSetName.startsWith("arn:")) return body;
  const form = new URLSearchParams({ Action: "DescribeChangeSet", Version: cloudFormationVersion, ChangeSetName });
  const { body: described } = await cloudFormation(scope, form);
  const stackId = /<StackId>(.*?)<\/StackId>/.exec(described)?.[1];
  return stackId ? Buffer.from(`${body}&${new URLSearchParams({ StackName: stackId })}`) : body;
}

function credentialIn(request: IncomingMessage): Credential | undefined {
  return credentialOf(request.headers.authorization, queryOf(request));
}

function queryOf({ url = "/" }: IncomingMessage): URLSearchParams {
  return new URL(url, "http://localhost").searchParams;
}
