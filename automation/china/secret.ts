import { createHash } from "node:crypto";
import { type BridgeSecret, bridgeSecretText, readBridgeSecret } from "../../model/china/bridgeSecret.ts";
import { PantherError } from "../../model/error.ts";
import { type Asking, ask } from "./ask.ts";
import type { SecretApi } from "./clients.ts";

/** What the web app would read now. */
export type SecretState = {
  /** ID of the current version; missing where there never was one. */
  readonly version?: string;
  /** When it was last changed in any way: its value, or which version is the current one. */
  readonly changed: Date;
} & (
  | { readonly kind: "empty" }
  /** `problem` holds nothing of the value. */
  | { readonly kind: "malformed"; readonly problem: string }
  | { readonly kind: "sound"; readonly secret: BridgeSecret }
);

const current = "AWSCURRENT";

/**
 * Reads the secret of the web app.
 * @throws PantherError `secret-missing`, `secret-deleted`, those of {@link ask}
 */
export async function observeSecret(secrets: SecretApi, name: string, asking: Asking): Promise<SecretState> {
  const described = await describe(secrets, name, asking);
  const changed = described.LastChangedDate ?? described.CreatedDate ?? new Date(0);
  if (versionIn(described.VersionIdsToStages) === undefined) return { kind: "empty", changed };
  const value = await ask(asking, { side: "web", action: "secretsmanager:GetSecretValue" }, () =>
    secrets.getSecretValue({ SecretId: name, VersionStage: current }),
  );
  const read = readBridgeSecret(value.SecretString);
  return {
    ...(read.kind === "sound" ? read : { kind: "malformed", problem: read.problem }),
    ...(value.VersionId !== undefined && { version: value.VersionId }),
    // A change of a moment ago need not be in both answers yet.
    changed: new Date(Math.max(changed.getTime(), value.CreatedDate?.getTime() ?? 0)),
  };
}

/** ID of the secret's current version, by its description alone. @throws as {@link observeSecret} */
export async function currentVersion(secrets: SecretApi, name: string, asking: Asking): Promise<string | undefined> {
  return versionIn((await describe(secrets, name, asking)).VersionIdsToStages);
}

/**
 * Writes URL and key as the secret's new current version. The version's ID hangs on `token` alone, so that doing it once
 * more writes nothing.
 * @returns the version's ID
 */
export async function writeSecret(
  secrets: SecretApi,
  name: string,
  { secret, token }: { readonly secret: BridgeSecret; readonly token: string },
  asking: Asking,
): Promise<string> {
  const version = versionOf(token);
  await ask(asking, { side: "web", action: "secretsmanager:PutSecretValue" }, () =>
    secrets.putSecretValue({ SecretId: name, ClientRequestToken: version, SecretString: bridgeSecretText(secret) }),
  );
  return version;
}

/** Secrets Manager takes 32 to 64 letters, digits and hyphens. */
export function versionOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

async function describe(secrets: SecretApi, name: string, asking: Asking) {
  try {
    const described = await ask(asking, { side: "web", action: "secretsmanager:DescribeSecret" }, () =>
      secrets.describeSecret({ SecretId: name }),
    );
    if (described.DeletedDate) throw deleted(name);
    return described;
  } catch (error) {
    throw error instanceof Error && error.name === "ResourceNotFoundException" ? missing(name, error) : error;
  }
}

function versionIn(stages: Readonly<Record<string, readonly string[]>> | undefined): string | undefined {
  return Object.entries(stages ?? {}).find(([, names]) => names.includes(current))?.[0];
}

function missing(name: string, cause: Error): PantherError {
  return new PantherError(
    "secret-missing",
    `There is no secret ${name} in the web app's account and region.`,
    "panther deploy makes it, before the web app. See that panther:china.secretName and panther:china.webRegion are right.",
    { cause },
  );
}

function deleted(name: string): PantherError {
  return new PantherError(
    "secret-deleted",
    `The secret ${name} is about to be deleted, and can be neither read nor written until then.`,
    `Where that was a mistake: aws secretsmanager restore-secret --secret-id ${name}`,
  );
}
