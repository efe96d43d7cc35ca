import { isRecord, section } from "../release/template.ts";
import { failure, type Observation, pass } from "./outcome.ts";
import { type ReleaseResource, resolved } from "./releaseResources.ts";
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

/** A role that a release makes. */
export interface ReaderRole {
  /** `Bootstrap/PulumiBuildRole`. */
  readonly name: string;
  /** JSON documents. */
  readonly documents: readonly string[];
}

/**
 * The roles of a release whose policies speak of reading secrets. Statements about what more than parameters decides are left
 * out: they are about secrets that the release makes itself.
 */
export function readersOf(resources: readonly ReleaseResource[]): readonly ReaderRole[] {
  return resources.flatMap(({ type, path, properties, known }) => {
    const policies = type === "AWS::IAM::Role" && Array.isArray(properties.Policies) ? properties.Policies : [];
    const documents = policies.flatMap((policy) => {
      const document = isRecord(policy) ? resolved(policy.PolicyDocument, known) : undefined;
      const statements = isRecord(document) ? [document.Statement].flat().filter(isWhole) : [];
      return statements.length === 0 ? [] : [JSON.stringify({ Version: "2012-10-17", Statement: statements })];
    });
    const reads = documents.some((document) => /"secretsmanager:(?:\*|Get)/i.test(document));
    return reads ? [{ name: path.join("/"), documents }] : [];
  });
}

function isWhole(statement: unknown): boolean {
  const { Resource: resource, Action: action } = section({ statement }, "statement");
  const isEmpty = (value: unknown) => value === undefined || (Array.isArray(value) && value.length === 0);
  return !isEmpty(resource) && !isEmpty(action);
}

/** What a simulation says of one who might read. */
export interface Reading {
  readonly who: string;
  readonly decisions: readonly SimulatedDecision[];
}

/** Whether somebody may use each secret: the deployment role, or a role that the release makes for it. */
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
