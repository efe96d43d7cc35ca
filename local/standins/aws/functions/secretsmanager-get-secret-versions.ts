import { paginateListSecretVersionIds, type SecretVersionsListEntry } from "@aws-sdk/client-secrets-manager";
import { textOf } from "../errors.ts";
import type { FunctionHandler } from "../handler.ts";
import { secretsManager } from "../resources/secretsmanager-secret.ts";
import { text } from "../values.ts";

/** Metadata alone: no value is asked for. */
export const handler: FunctionHandler = async (call, args) => {
  const secretId = text(args, "secretId") ?? "";
  const versions: SecretVersionsListEntry[] = [];
  let secret: { readonly arn?: string | undefined; readonly name?: string | undefined } = {};
  try {
    const client = call.client(secretsManager);
    for await (const page of paginateListSecretVersionIds({ client }, { SecretId: secretId })) {
      const found = page.Versions ?? [];
      versions.push(...found);
      // As in the official plugin, which knows nothing of a secret that has no version.
      if (found.length > 0) secret = { arn: page.ARN, name: page.Name };
    }
  } catch (error) {
    const what = "Secrets Manager Secret Versions Data Source";
    throw new Error(`reading AWS Secrets Manager ${what} (${JSON.stringify(secretId)}): ${textOf(error)}`);
  }
  return {
    arn: secret.arn,
    id: secretId,
    ...(args.includeDeprecated !== undefined && { includeDeprecated: args.includeDeprecated }),
    name: secret.name,
    region: call.region,
    secretArn: secret.arn,
    secretId,
    secretName: secret.name,
    ...(versions.length > 0 && { versions: versions.map(described) }),
  };
};

function described(version: SecretVersionsListEntry) {
  return {
    createdTime: version.CreatedDate?.toISOString() ?? "",
    lastAccessedDate: version.LastAccessedDate?.toISOString() ?? "",
    versionId: version.VersionId ?? "",
    versionStages: version.VersionStages ?? [],
  };
}
