import { partitionOfArn } from "../../model/preflight/caller.ts";
import { failure, type Observation, pass, unknown } from "../../model/preflight/outcome.ts";
import { namedSecrets } from "../../model/preflight/secretReaders.ts";
import { partitionOf } from "../../model/release/partition.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { couldNotLook } from "./runChecks.ts";

/** Every parameter that names a secret or a key; by metadata, no value is read. */
export const secretsCheck: Check<Context> = {
  code: "secrets",
  look: async ({ run, apis }) => {
    const { parameters, secretParameterNames, region } = run.environment;
    const partition = partitionOf(region).name;
    const looks = namedSecrets(parameters).map(async ({ parameter, arn, action }) => {
      if (partitionOfArn(arn) !== partition) {
        const message = `${parameter}: it is in partition ${partitionOfArn(arn)}, and ${region} is in ${partition}.`;
        return failure(message, `Give one of an account in ${partition}.`, { evidence: [arn] });
      }
      return await (action === "kms:Decrypt" ? keyObservation : secretObservation)(apis, parameter, arn);
    });
    const observations = await Promise.all(looks);
    const hidden = secretParameterNames.filter((name) => /secret.*arn$/i.test(name));
    const notShown = hidden.map((name) =>
      unknown(
        `${name} is kept as a secret, so what it names can't be looked at.`,
        "An ARN is no secret: set it in panther:parameters.",
      ),
    );
    const all = [...observations, ...notShown];
    return all.length > 0 ? all : [pass("No parameter names a secret or a key.")];
  },
};

async function secretObservation({ secrets }: Context["apis"], name: string, arn: string): Promise<Observation> {
  try {
    const { DeletedDate } = await secrets.describeSecret({ SecretId: arn });
    if (!DeletedDate) return pass(`${name}: the secret is there.`);
    const fix = `aws secretsmanager restore-secret --secret-id '${arn}'`;
    return failure(`${name}: the secret is scheduled for deletion.`, fix, { evidence: [arn] });
  } catch (error) {
    if (!isNotFound(error)) return onParameter(name, error);
    const fix = `Make it, or correct ${name}: the ARN ends with six characters that Secrets Manager chose.`;
    return failure(`${name}: there is no such secret in this account and region.`, fix, { evidence: [arn] });
  }
}

async function keyObservation({ keys }: Context["apis"], name: string, arn: string): Promise<Observation> {
  try {
    const { KeyMetadata: { KeyState = "unknown" } = {} } = await keys.describeKey({ KeyId: arn });
    if (KeyState === "Enabled") return pass(`${name}: the key is enabled.`);
    return failure(`${name}: the key is ${KeyState}.`, "Enable the key, or choose another.", { evidence: [arn] });
  } catch (error) {
    if (!isNotFound(error)) return onParameter(name, error);
    return failure(`${name}: there is no such key.`, `Make it, or correct ${name}.`, { evidence: [arn] });
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && /^(?:ResourceNotFound|NotFound)Exception$/.test(error.name);
}

function onParameter(name: string, error: unknown): Observation {
  const observation = couldNotLook(error);
  return { ...observation, message: `${name}: ${observation.message}` };
}
