import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import type { ClientFor } from "./clients.ts";
import type { Keys } from "./configuration.ts";

const sts = { id: "STS", Client: STSClient };

export interface Identity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

export async function callerIdentity(client: ClientFor, region: string): Promise<Identity> {
  const { Account = "", Arn = "", UserId = "" } = await client(sts, region).send(new GetCallerIdentityCommand({}));
  return { account: Account, arn: Arn, userId: UserId };
}

export async function assume(
  client: ClientFor,
  region: string,
  input: { readonly [Key in keyof AssumeRoleCommandInput]: AssumeRoleCommandInput[Key] | undefined },
): Promise<Keys> {
  const { Credentials: found } = await client(sts, region).send(new AssumeRoleCommand(input as AssumeRoleCommandInput));
  return {
    accessKeyId: found?.AccessKeyId ?? "",
    secretAccessKey: found?.SecretAccessKey ?? "",
    sessionToken: found?.SessionToken ?? "",
  };
}
