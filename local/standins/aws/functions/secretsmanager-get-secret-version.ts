import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { isAwsError, textOf } from "../errors.ts";
import type { FunctionHandler } from "../handler.ts";
import { secretsManager } from "../resources/secretsmanager-secret.ts";
import { secret, text } from "../values.ts";

export const handler: FunctionHandler = async (call, args) => {
  const secretId = text(args, "secretId") ?? "";
  const versionId = text(args, "versionId");
  const stage = text(args, "versionStage") ?? "AWSCURRENT";
  const which = versionId ?? stage;
  const input = versionId === undefined ? { VersionStage: stage } : { VersionId: versionId };
  try {
    const found = await call.client(secretsManager).send(new GetSecretValueCommand({ SecretId: secretId, ...input }));
    const binary = found.SecretBinary === undefined ? "" : Buffer.from(found.SecretBinary).toString("base64");
    return {
      arn: found.ARN,
      createdDate: found.CreatedDate?.toISOString() ?? "",
      id: `${secretId}|${which}`,
      region: call.region,
      secretArn: found.ARN,
      secretBinary: secret(binary),
      secretId,
      secretString: secret(found.SecretString ?? ""),
      versionId: found.VersionId,
      versionStage: stage,
      versionStages: found.VersionStages ?? [],
    };
  } catch (error) {
    const why = isAwsError(error, "ResourceNotFoundException") ? "couldn't find resource" : textOf(error);
    throw new Error(`reading Secrets Manager Secret Version (${secretId}|${which}): ${why}`);
  }
};
