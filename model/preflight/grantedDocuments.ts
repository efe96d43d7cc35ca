import type { Known } from "../release/parameters/nested/expression.ts";
import { isRecord } from "../release/template.ts";
import { withImplied } from "./impliedResources.ts";
import { type ReleaseResource, resolved } from "./releaseResources.ts";

/** Somebody whom a release gives policies of its own: a role, or a policy that is attached to what another template makes. */
export interface Granted {
  /** From the root stack down: `Bootstrap/PulumiBuildRole`. */
  readonly name: string;
  /** JSON documents of the statements that parameters decide. */
  readonly documents: readonly string[];
}

/**
 * The policies that a release gives, by who has them: those of roles, of functions that SAM makes a role for, and policies that
 * stand as resources of their own. Statements about what more than parameters decides are left out: they are about what the
 * release makes itself.
 */
export function grantedDocuments(resources: readonly ReleaseResource[]): readonly Granted[] {
  const all = resources.flatMap(withImplied);
  const names = new Set(all.filter(({ type }) => type === "AWS::IAM::Role").map(({ path }) => path.join("/")));
  const granted = new Map<string, string[]>();
  for (const resource of all) {
    const documents = documentsIn(resource);
    const owners = rolesBeside(resource).filter((name) => names.has(name));
    for (const owner of owners.length > 0 ? owners : [resource.path.join("/")]) {
      granted.set(owner, [...(granted.get(owner) ?? []), ...documents]);
    }
  }
  return [...granted].flatMap(([name, documents]) => (documents.length === 0 ? [] : [{ name, documents }]));
}

/** Names of the roles of the same template that a policy is attached to. */
function rolesBeside({ type, path, properties }: ReleaseResource): readonly string[] {
  if (!isPolicy(type)) return [];
  return [properties.Roles, properties.RoleName]
    .flat()
    .flatMap((role) =>
      isRecord(role) && typeof role.Ref === "string" ? [[...path.slice(0, -1), role.Ref].join("/")] : [],
    );
}

function isPolicy(type: string): boolean {
  return ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"].includes(type);
}

function documentsIn({ type, properties, known }: ReleaseResource): readonly string[] {
  if (isPolicy(type)) return documentOf(resolved(properties.PolicyDocument, known));
  if (type !== "AWS::IAM::Role") return [];
  // IAM has a document in each policy; SAM has the document itself, or the name of one of its own with parameters.
  return [resolved(properties.Policies, known)].flat().flatMap((policy) => {
    if (!isRecord(policy)) return [];
    return documentOf(
      policy.PolicyDocument ?? (policy.Statement === undefined ? { Statement: ofSam(policy, known) } : policy),
    );
  });
}

function documentOf(document: unknown): readonly string[] {
  const statements = isRecord(document) ? [document.Statement].flat().filter(isWhole) : [];
  return statements.length === 0 ? [] : [JSON.stringify({ Version: "2012-10-17", Statement: statements })];
}

function isWhole(statement: unknown): boolean {
  const isEmpty = (value: unknown) => value === undefined || (Array.isArray(value) && value.length === 0);
  return isRecord(statement) && !isEmpty(statement.Resource) && !isEmpty(statement.Action);
}

/** What SAM makes of its policy templates for secrets and keys. Source: AWS SAM, "Policy template list". */
function ofSam(policy: Readonly<Record<string, unknown>>, { values }: Known): readonly unknown[] {
  const { AWSSecretsManagerGetSecretValuePolicy: ofSecret, KMSDecryptPolicy: ofKey } = policy;
  const statement = (action: string, resource: unknown) => ({ Effect: "Allow", Action: action, Resource: resource });
  const here = (name: string) => values.get(`AWS::${name}`)?.text;
  return [
    ...(isRecord(ofSecret) ? [statement("secretsmanager:GetSecretValue", ofSecret.SecretArn)] : []),
    ...(isRecord(ofKey) && typeof ofKey.KeyId === "string"
      ? [
          statement(
            "kms:Decrypt",
            `arn:${here("Partition")}:kms:${here("Region")}:${here("AccountId")}:key/${ofKey.KeyId}`,
          ),
        ]
      : []),
  ];
}
