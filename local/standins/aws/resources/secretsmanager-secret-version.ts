import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { isAwsError, textOf } from "../errors.ts";
import type { ResourceHandler } from "../handler.ts";
import { text, texts } from "../values.ts";
import { secretsManager } from "./secretsmanager-secret.ts";

export const handler: ResourceHandler = {
  inputs: ["secretBinary", "secretId", "secretString", "versionStages"],
  replaceOn: ["secretBinary", "secretId", "secretString"],
  computed: ["arn", "secretArn", "versionId", "versionStages"],
  zero: { hasSecretStringWo: false, secretBinary: "", secretString: "" },
  sets: ["versionStages"],
  secrets: ["secretBinary", "secretString"],

  async create(call, inputs) {
    const secretId = text(inputs, "secretId") ?? "";
    const binary = text(inputs, "secretBinary");
    const stages = texts(inputs, "versionStages");
    try {
      const { VersionId } = await call.client(secretsManager).send(
        new PutSecretValueCommand({
          SecretId: secretId,
          SecretString: text(inputs, "secretString"),
          SecretBinary: binary === undefined ? undefined : Buffer.from(binary, "base64"),
          VersionStages: stages,
        }),
      );
      return `${secretId}|${VersionId}`;
    } catch (error) {
      throw new Error(`putting Secrets Manager Secret (${secretId}) value: ${textOf(error)}`);
    }
  },

  async read(call, id, known) {
    const [secretId = "", versionId = ""] = id.split("|");
    try {
      const found = await call
        .client(secretsManager)
        .send(new GetSecretValueCommand({ SecretId: secretId, VersionId: versionId }));
      return {
        id,
        state: {
          arn: found.ARN,
          secretArn: found.ARN,
          secretBinary: found.SecretBinary === undefined ? "" : Buffer.from(found.SecretBinary).toString("base64"),
          secretId: known.secretId ?? secretId,
          secretString: found.SecretString ?? "",
          versionId: found.VersionId,
          versionStages: found.VersionStages ?? [],
        },
      };
    } catch (error) {
      // A version without stages counts as gone, and so does one of a secret that is scheduled for deletion.
      if (isAwsError(error, "ResourceNotFoundException", "InvalidRequestException")) return undefined;
      throw new Error(`reading Secrets Manager Secret Version (${id}): ${textOf(error)}`);
    }
  },

  async update(call, id, inputs, old) {
    const [secretId = "", versionId = ""] = id.split("|");
    const before = texts(old, "versionStages") ?? [];
    const wanted = texts(inputs, "versionStages") ?? before;
    for (const stage of wanted.filter((item) => !before.includes(item))) {
      await move(stage, { MoveToVersionId: versionId });
    }
    for (const stage of before.filter((item) => !wanted.includes(item) && item !== "AWSCURRENT")) {
      await move(stage, { RemoveFromVersionId: versionId });
    }
    function move(VersionStage: string, where: { MoveToVersionId?: string; RemoveFromVersionId?: string }) {
      return call
        .client(secretsManager)
        .send(new UpdateSecretVersionStageCommand({ SecretId: secretId, VersionStage, ...where }));
    }
  },

  async delete() {
    // A version can't be deleted; the official plugin only looks at it.
  },
};
