import { PantherError } from "../../model/error.ts";
import type { JoinTeardown } from "../../model/teardown/teardownPlan.ts";
import { type Asking, ask } from "../china/ask.ts";
import { observeKeys } from "../china/keys.ts";
import { lookAtReleaseBucket } from "./releaseBucket.ts";
import type { TeardownSide } from "./side.ts";

export interface JoinQuestion {
  readonly backend: TeardownSide;
  readonly web: TeardownSide;
  readonly deleteReleaseBucket: boolean;
  readonly deleteSecretNow: boolean;
}

/** For how long a deleted secret can be had back: Secrets Manager's longest, and what this project's program asks for. */
const recoveryDays = 30;

/** What was made between the sides of a split in China, and what becomes of it. Changes nothing. */
export async function planJoin(question: JoinQuestion): Promise<JoinTeardown | undefined> {
  const { backend, web } = question;
  const { topology } = backend.run.environment;
  if (topology.kind === "standard") return undefined;
  const { environment } = backend.run;
  const keys = await observeKeys(backend.apis.gateway, { environment: environment.name, plans: [] }, backend.run);
  return {
    keys: keys.filter(({ ours }) => ours).map(({ id, name }) => ({ id, name })),
    secret: await planSecret(web, topology.china.secretName, question.deleteSecretNow),
    releaseBucket: await planReleaseBucket(question, topology.china.createReleaseBucket),
  };
}

async function planSecret(web: TeardownSide, name: string, now: boolean): Promise<JoinTeardown["secret"]> {
  try {
    const { DeletedDate } = await ask(web.run, { side: "web", action: "secretsmanager:DescribeSecret" }, () =>
      web.apis.secrets.describeSecret({ SecretId: name }),
    );
    if (DeletedDate && !now) return { kind: "scheduled", name, until: DeletedDate.toISOString() };
    return { kind: "delete", name, recoveryDays: now ? 0 : recoveryDays };
  } catch (error) {
    if (isMissing(error)) return { kind: "none" };
    throw error;
  }
}

async function planReleaseBucket(
  { backend, deleteReleaseBucket }: JoinQuestion,
  made: boolean,
): Promise<JoinTeardown["releaseBucket"]> {
  const { templateSource } = backend.run.environment;
  if (templateSource.kind !== "bucket") return { kind: "none" };
  const { bucket: name } = templateSource;
  if (!made) return { kind: "keep", name, why: "somebody else made it" };
  const look = await lookAtReleaseBucket(backend, name);
  if (!look) return { kind: "none" };
  if (deleteReleaseBucket) return { kind: "remove", look };
  return {
    kind: "keep",
    name,
    why: "copies of releases can be deployed from again: --delete-release-bucket removes it",
  };
}

/** Deletes this project's own keys, which no gateway takes any more. @returns their names */
export async function deleteKeys({ run, apis }: TeardownSide, { keys }: JoinTeardown): Promise<readonly string[]> {
  for (const { id } of keys) {
    run.aboutToChange();
    await ask(run, { side: "backend", action: `apigateway:DELETE /apikeys/${id}` }, () =>
      apis.gateway.deleteApiKey({ apiKey: id }).catch((error: unknown) => {
        // An earlier run has.
        if (!(error instanceof Error && error.name === "NotFoundException")) throw error;
      }),
    );
  }
  return keys.map(({ name }) => name);
}

/** Deletes the secret; what an earlier run did stands. @returns when it is gone, ISO 8601; undefined where it is */
export async function deleteSecret(
  { run, apis }: TeardownSide,
  { secret }: JoinTeardown,
): Promise<{ readonly name: string; readonly until?: string } | undefined> {
  if (secret.kind === "none") return undefined;
  const { name } = secret;
  if (secret.kind === "scheduled") return { name, until: secret.until };
  const asking: Asking = run;
  run.aboutToChange();
  try {
    const { DeletionDate } = await ask(asking, { side: "web", action: "secretsmanager:DeleteSecret" }, () =>
      apis.secrets.deleteSecret({
        SecretId: name,
        ...(secret.recoveryDays === 0
          ? { ForceDeleteWithoutRecovery: true }
          : { RecoveryWindowInDays: secret.recoveryDays }),
      }),
    );
    return { name, ...(secret.recoveryDays > 0 && DeletionDate && { until: DeletionDate.toISOString() }) };
  } catch (error) {
    if (isMissing(error)) return { name };
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  if (error instanceof PantherError) return false;
  return error instanceof Error && error.name === "ResourceNotFoundException";
}
