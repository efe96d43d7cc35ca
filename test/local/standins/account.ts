import { awsEnvironment } from "../../../local/aws/environment.ts";
import { freshAccount, localAws } from "../../support/localAws.ts";

export interface Account {
  readonly accountId: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** An account that no other test uses, and the environment that leads to it in us-east-1. */
export async function freshAccountEnvironment(): Promise<Account> {
  const { endpoint } = await localAws();
  const accountId = freshAccount();
  return { accountId, environment: awsEnvironment(endpoint, { accountId, region: "us-east-1" }) };
}
