import { type Granted, grantedDocuments } from "./grantedDocuments.ts";
import { failure, type Observation, pass, unknown } from "./outcome.ts";
import type { ReleaseResource } from "./releaseResources.ts";
import { deniedLines, type SimulatedDecision } from "./simulation.ts";

/** A secret or a key that a parameter names, and what whoever uses it has to be allowed. */
export interface NamedSecret {
  readonly parameter: string;
  readonly arn: string;
  readonly action: "secretsmanager:GetSecretValue" | "kms:Decrypt";
}

/** Secrets and keys in the parameters; a list may have several. */
export function namedSecrets(parameters: Readonly<Record<string, string>>): readonly NamedSecret[] {
  return Object.entries(parameters).flatMap(([parameter, text]) =>
    text.split(",").flatMap((item): readonly NamedSecret[] => {
      const arn = item.trim();
      const [head, , service] = arn.split(":");
      if (head !== "arn") return [];
      if (service === "secretsmanager") return [{ parameter, arn, action: "secretsmanager:GetSecretValue" }];
      return service === "kms" ? [{ parameter, arn, action: "kms:Decrypt" }] : [];
    }),
  );
}

/** Somebody in a release whose policies speak of reading secrets, or of a key that is named. */
export interface Reader extends Granted {
  /** What they speak of, of the actions that secrets and keys take. */
  readonly speaksOf: readonly NamedSecret["action"][];
}

/** Who may be meant to read, by the release's own policies. Many more may use keys, of things that the release makes itself. */
export function readersOf(resources: readonly ReleaseResource[], secrets: readonly NamedSecret[]): readonly Reader[] {
  return grantedDocuments(resources).flatMap(({ name, documents }) => {
    const text = documents.join();
    const ofSecrets = /"secretsmanager:(?:\*|Get)/i.test(text);
    if (!ofSecrets && !secrets.some(({ arn }) => text.includes(JSON.stringify(arn)))) return [];
    const ofKeys = /"kms:(?:\*|Decrypt)/i.test(text);
    const speaksOf = [
      ...(ofSecrets ? (["secretsmanager:GetSecretValue"] as const) : []),
      ...(ofKeys ? (["kms:Decrypt"] as const) : []),
    ];
    return [{ name, documents, speaksOf }];
  });
}

/** What a simulation says of one who might read. */
export interface Reading {
  readonly who: string;
  /** Of somebody whom the release's templates make to read: the actions. */
  readonly speaksOf: readonly NamedSecret["action"][];
  readonly decisions: readonly SimulatedDecision[];
}

/**
 * Whether somebody may use each secret: the deployment role, or a role that the release makes for it. The deployment role need
 * not: where the templates make nobody to read, who does is not known.
 */
export function readingObservations(
  secrets: readonly NamedSecret[],
  readings: readonly Reading[],
): readonly Observation[] {
  return secrets.map(({ parameter, arn, action }) => {
    const said = readings.map(({ who, decisions }) => ({
      who,
      decision: decisions.find((one) => one.action === action && one.resource === arn),
    }));
    const allowed = said.filter(({ decision }) => decision?.decision === "allowed").map(({ who }) => who);
    if (allowed.length > 0) return pass(`${parameter}: may be used by ${allowed.join(", ")}.`);
    if (!readings.some(({ speaksOf }) => speaksOf.includes(action))) {
      return unknown(
        `${parameter}: the release's templates that can be read tell of nobody who may use it.`,
        "Nothing is wrong where the documentation asks for it; leave it out where nothing does.",
        { evidence: [arn] },
      );
    }
    return failure(
      `${parameter}: nobody in the deployment may use it.`,
      "Check that the ARN is the one that Panther handed over; allow it to the deployment role where Panther says so.",
      {
        evidence: said.flatMap(({ who, decision }) =>
          decision ? deniedLines([decision]).map((line) => `${who}: ${line}`) : [],
        ),
      },
    );
  });
}
