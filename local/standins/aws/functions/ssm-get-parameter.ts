import type { FunctionHandler } from "../handler.ts";
import { findParameter } from "../resources/ssm-parameter.ts";
import { secret, text } from "../values.ts";

export const handler: FunctionHandler = async (call, args) => {
  const name = text(args, "name") ?? "";
  const found = await findParameter(call, name, args.withDecryption !== false);
  if (found === undefined) throw new Error(`reading SSM Parameter (${name}): couldn't find resource`);
  return {
    arn: found.ARN,
    id: name,
    insecureValue: found.Type === "SecureString" ? "" : found.Value,
    name,
    region: call.region,
    type: found.Type,
    value: secret(found.Value ?? ""),
    version: found.Version,
    withDecryption: args.withDecryption !== false,
  };
};
