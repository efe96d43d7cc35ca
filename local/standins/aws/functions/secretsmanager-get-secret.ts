import { tagMap } from "../call.ts";
import type { FunctionHandler } from "../handler.ts";
import { describeSecret, readPolicy } from "../resources/secretsmanager-secret.ts";
import { text } from "../values.ts";

export const handler: FunctionHandler = async (call, args) => {
  const id = text(args, "arn") ?? text(args, "name") ?? "";
  const found = await describeSecret(call, id);
  if (found === undefined) throw new Error(`reading Secrets Manager Secret (${id}): couldn't find resource`);
  return {
    arn: found.ARN,
    createdDate: found.CreatedDate?.toISOString() ?? "",
    description: found.Description ?? "",
    id: found.ARN,
    kmsKeyId: found.KmsKeyId ?? "",
    lastChangedDate: found.LastChangedDate?.toISOString() ?? "",
    name: found.Name,
    policy: await readPolicy(call, id),
    region: call.region,
    tags: tagMap(found.Tags),
    type: "",
  };
};
