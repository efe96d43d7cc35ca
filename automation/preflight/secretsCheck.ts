import { placeOfArn } from "../../model/preflight/arnPlace.ts";
import { failure, type Observation, pass, unknown } from "../../model/preflight/outcome.ts";
import { type NamedSecret, namedSecrets } from "../../model/preflight/secretReaders.ts";
import { partitionOf } from "../../model/release/partition.ts";
import type { Check } from "./check.ts";
import type { ElsewhereApis } from "./clients.ts";
import type { Context } from "./context.ts";
import { callErrorOf, couldNotLook } from "./runChecks.ts";

/** Every parameter that names a secret or a key; by metadata, no value is read. */
export const secretsCheck: Check<Context> = {
  code: "secrets",
  look: async (context) => {
    const { parameters, secretParameterNames } = context.run.environment;
    const observations = await Promise.all(namedSecrets(parameters).map((secret) => observationOf(context, secret)));
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

/** What a parameter names, and where. */
interface Named {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly accountId: string;
  /** In the environment's own account. */
  readonly isOwn: boolean;
}

async function observationOf(
  { run, inRegion }: Context,
  { parameter: name, arn, action }: NamedSecret,
): Promise<Observation> {
  const { region, expectedAccountId } = run.environment;
  const partition = partitionOf(region).name;
  const place = placeOfArn(arn);
  if (!place) return failure(`${name}: it is no whole ARN.`, "Give region and account with it.", { evidence: [arn] });
  if (place.partition !== partition) {
    const message = `${name}: it is in partition ${place.partition}, and ${region} is in ${partition}.`;
    return failure(message, `Give one of an account in ${partition}.`, { evidence: [arn] });
  }
  const named = { name, arn, ...place, isOwn: place.accountId === expectedAccountId };
  // Panther hands over a secret and a key of its own account, which lie in the one region where Panther keeps them
  // (Panther documentation, "Configure deployment parameters"): neither service answers for another region's.
  const look = action === "kms:Decrypt" ? keyObservation : secretObservation;
  try {
    return await look(inRegion(place.region), named);
  } catch (error) {
    return notLookedAt(named, error);
  }
}

async function secretObservation({ secrets }: ElsewhereApis, named: Named): Promise<Observation> {
  const { name, arn, region, isOwn } = named;
  const { DeletedDate } = await secrets.describeSecret({ SecretId: arn });
  if (!DeletedDate) return pass(`${name}: the secret is there.`);
  const fix = isOwn ? `aws secretsmanager restore-secret --region ${region} --secret-id '${arn}'` : askOwner(named);
  return failure(`${name}: the secret is scheduled for deletion.`, fix, { evidence: [arn] });
}

async function keyObservation({ keys }: ElsewhereApis, named: Named): Promise<Observation> {
  const { name, arn, isOwn } = named;
  const { KeyMetadata: { KeyState = "unknown" } = {} } = await keys.describeKey({ KeyId: arn });
  if (KeyState === "Enabled") return pass(`${name}: the key is enabled.`);
  const fix = isOwn ? "Enable the key, or choose another." : askOwner(named);
  return failure(`${name}: the key is ${KeyState}.`, fix, { evidence: [arn] });
}

/**
 * Another account's secret or key lets in whom its own policy names: the build's role, and seldom whoever calls here. That it
 * does not show itself is no proof that it is not there, whichever way the service says so.
 */
function notLookedAt(named: Named, error: unknown): Observation {
  const { name, arn, accountId, isOwn } = named;
  const said = callErrorOf(error);
  const isMissing = /^(?:ResourceNotFound|NotFound)Exception$/.test(said.name);
  if (!isOwn && (isMissing || /AccessDenied/.test(said.name))) {
    const message = `${name}: it is account ${accountId}'s, which does not show it to the caller.`;
    const fix = `Compare the ARN with the one that was handed over. ${askOwner(named)}`;
    return unknown(message, fix, { evidence: [arn, said.message] });
  }
  if (!isMissing) {
    const looked = couldNotLook(error);
    return { ...looked, message: `${name}: ${looked.message}` };
  }
  const fix = arn.includes(":secretsmanager:")
    ? `Make it, or correct ${name}: the ARN ends with six characters that Secrets Manager chose.`
    : `Make it, or correct ${name}.`;
  return failure(`${name}: it is not there, in the account and region of its ARN.`, fix, { evidence: [arn] });
}

function askOwner({ accountId }: Named): string {
  return `Whoever manages account ${accountId} can tell: of PulumiSecretArn and PulumiSecretKeyArn that is Panther.`;
}
