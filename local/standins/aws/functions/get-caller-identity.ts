import type { FunctionHandler } from "../handler.ts";
import { callerIdentity } from "../identity-sts.ts";

export const handler: FunctionHandler = async (call) => {
  const { account, arn, userId } = await callerIdentity(call.session.client, call.region);
  return { accountId: account, arn, id: account, userId };
};
