import { GetUserCommand, IAMClient } from "@aws-sdk/client-iam";
import type { ClientFor } from "./clients.ts";

/** The account, from the caller's own user; undefined where the caller is no user. */
export async function accountOfUser(client: ClientFor, region: string): Promise<string | undefined> {
  try {
    const { User } = await client({ id: "IAM", Client: IAMClient }, region).send(new GetUserCommand({}));
    return User?.Arn?.split(":")[4];
  } catch {
    return undefined;
  }
}
