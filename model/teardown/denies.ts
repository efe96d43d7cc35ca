import { isRecord } from "../release/template.ts";
import { type AccountPlace, type DeployedResource, deletionsOf } from "./deletions.ts";

/** A policy of a role as it stands, inline or attached. */
export interface RolePolicy {
  readonly name: string;
  /** JSON. */
  readonly document: string;
}

/** A resource that CloudFormation would have to delete, and that the role itself forbids to. */
export interface DeniedDeletion {
  readonly resource: DeployedResource;
  readonly action: string;
  readonly policy: string;
  /** Of the statement; missing where it has none. */
  readonly sid?: string;
  /** Whether the statement has conditions: then it may not apply. */
  readonly conditional: boolean;
}

/** A statement that names something of another partition, which it can never match here. */
export interface ForeignStatement {
  readonly policy: string;
  readonly sid?: string;
  readonly arn: string;
}

/** What a role's own `Deny` statements forbid of a deletion. What a template retains is not deleted. */
export function deniedDeletions(
  policies: readonly RolePolicy[],
  resources: readonly DeployedResource[],
  place: AccountPlace,
): readonly DeniedDeletion[] {
  const denies = policies.flatMap((policy) => statementsOf(policy).filter(({ Effect }) => Effect === "Deny"));
  return resources
    .filter(({ retained }) => !retained)
    .flatMap((resource) =>
      deletionsOf(resource, place).flatMap(({ action, arn }) =>
        denies
          .filter((statement) => coversAction(statement, action) && coversResource(statement, arn))
          .slice(0, 1)
          .map(({ policy, Sid, Condition }) => ({
            resource,
            action,
            policy,
            ...(typeof Sid === "string" && { sid: Sid }),
            conditional: Condition !== undefined,
          })),
      ),
    );
}

/** ARNs of another partition in a role's statements: permissions that it seems to have and has not. */
export function foreignStatements(policies: readonly RolePolicy[], partition: string): readonly ForeignStatement[] {
  return policies.flatMap((policy) =>
    statementsOf(policy).flatMap(({ Sid, Resource, NotResource }) =>
      [...textsOf(Resource), ...textsOf(NotResource)]
        .filter((arn) => arn.startsWith("arn:") && !arn.startsWith("arn:*:") && !arn.startsWith(`arn:${partition}:`))
        .map((arn) => ({ policy: policy.name, ...(typeof Sid === "string" && { sid: Sid }), arn })),
    ),
  );
}

type Statement = Readonly<Record<string, unknown>> & { readonly policy: string };

/** A document that can't be read has no statements: IAM would not have taken it. */
function statementsOf({ name, document }: RolePolicy): readonly Statement[] {
  const parsed = jsonOf(document);
  const { Statement: statement } = isRecord(parsed) ? parsed : {};
  const all: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  return all.filter(isRecord).map((one) => ({ ...one, policy: name }));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function coversAction({ Action, NotAction }: Statement, action: string): boolean {
  // IAM compares actions without regard to case, and resources with it.
  const matches = (pattern: string) => matching(pattern, "i").test(action);
  if (Action !== undefined) return textsOf(Action).some(matches);
  return NotAction !== undefined && !textsOf(NotAction).some(matches);
}

function coversResource({ Resource, NotResource }: Statement, arn: string): boolean {
  const matches = (pattern: string) => matching(pattern, "").test(arn);
  if (Resource !== undefined) return textsOf(Resource).some(matches);
  return NotResource !== undefined && !textsOf(NotResource).some(matches);
}

/** A pattern of IAM's: `*` stands for any characters, `?` for one. */
function matching(pattern: string, flags: string): RegExp {
  const text = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${text.replaceAll("?", ".")}$`, flags);
}

function textsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === "string");
}
