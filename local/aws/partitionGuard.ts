import type { IncomingMessage } from "node:http";
import { partitionOf } from "../../model/release/partition.ts";
import type { Identities } from "./identities.ts";
import { credentialOf } from "./route.ts";
import { isChinaAccount } from "./scope.ts";
import { type Refusal, type SignatureProblem, signatureRefusal } from "./signatureRefusal.ts";

const unknownKey: SignatureProblem = {
  message: "The security token included in the request is invalid.",
  json: { code: "UnrecognizedClientException", status: 400 },
  query: { code: "InvalidClientTokenId", status: 403 },
  s3: {
    code: "InvalidAccessKeyId",
    status: 403,
    message: "The AWS Access Key Id you provided does not exist in our records.",
  },
  ec2: {
    code: "AuthFailure",
    status: 401,
    message: "AWS was not able to validate the provided access credentials",
  },
};

/** AWS's answer to a request that is signed for a partition where the key's account is not; undefined for one that may go on. */
export async function refusalOfPartition(
  { url = "/", headers }: Pick<IncomingMessage, "url" | "headers">,
  identities: Pick<Identities, "of">,
  requestId: string,
): Promise<Refusal | undefined> {
  const credential = credentialOf(headers.authorization, new URL(url, "http://localhost").searchParams);
  if (!credential) return undefined;
  const { accountId } = await identities.of(credential.accessKeyId);
  const inChina = partitionOf(credential.region).name === "aws-cn";
  return isChinaAccount(accountId) === inChina
    ? undefined
    : signatureRefusal(unknownKey, credential, headers, requestId);
}
