import { IAM } from "@aws-sdk/client-iam";
import { STS } from "@aws-sdk/client-sts";
import type { Asked } from "../../local/aws/iam.ts";
import type { PolicyDocument } from "../../model/permissions/policy.ts";
import { partitionOf } from "../../model/release/partition.ts";
import { localAws } from "../support/localAws.ts";

/** Where an operator works. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** As `AWS_…` variables. */
export type OperatorKeys = {
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
  readonly AWS_SESSION_TOKEN: string;
};

/** Keys of a role in an account that is allowed what the policy says and nothing else, for everything that the session's name says. */
export async function operatorKeys(
  { accountId, region }: Place,
  session: string,
  policy: PolicyDocument,
): Promise<OperatorKeys> {
  const { endpoint } = await localAws();
  const client = { region, endpoint, credentials: { accessKeyId: accountId, secretAccessKey: "local" } };
  const iam = new IAM(client);
  const partition = partitionOf(region).name;
  const trusted = { Effect: "Allow", Principal: { AWS: accountId }, Action: "sts:AssumeRole" };
  const RoleName = `Operator-${session}`;
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trusted] });
  await iam.createRole({ RoleName, AssumeRolePolicyDocument }).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== "EntityAlreadyExistsException") throw error;
  });
  // A command may have nothing to do in one of two accounts.
  if (policy.Statement.length > 0)
    await iam.putRolePolicy({ RoleName, PolicyName: "panther", PolicyDocument: JSON.stringify(policy) });
  const RoleArn = `arn:${partition}:iam::${accountId}:role/${RoleName}`;
  const { Credentials } = await new STS(client).assumeRole({ RoleArn, RoleSessionName: session });
  return {
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? "",
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? "",
    AWS_SESSION_TOKEN: Credentials?.SessionToken ?? "",
  };
}

/** Lets policies decide on the local AWS of this run, or nobody. */
export async function enforceIam(enforced: boolean): Promise<void> {
  await control("PUT", "settings", { enforceIam: enforced });
}

/** What IAM was asked on behalf of an operator's session. */
export async function askedFor({ accountId }: Pick<Place, "accountId">, session: string): Promise<readonly Asked[]> {
  const all = (await control("GET", "iam")) as readonly Asked[];
  return all.filter(
    (asked) => asked.accountId === accountId && asked.principal.endsWith(`/Operator-${session}/${session}`),
  );
}

async function control(method: string, path: string, body?: object): Promise<unknown> {
  const { endpoint } = await localAws();
  const answer = await fetch(`${endpoint}/_local/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}
