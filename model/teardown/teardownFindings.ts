import type { Finding } from "../finding.ts";
import { partitionOf } from "../release/partition.ts";
import type { AccountPlace, DeployedResource } from "./deletions.ts";
import { deniedDeletions, foreignStatements, type RolePolicy } from "./denies.ts";
import type { LogGroupPlan } from "./logGroups/logGroupPlan.ts";

/** The role that CloudFormation would delete a stack with, as it stands. */
export type StandingRole =
  /** The stack has none: CloudFormation acts with the caller's rights. */
  | { readonly kind: "none" }
  | { readonly kind: "gone"; readonly arn: string }
  | { readonly kind: "unreadable"; readonly arn: string; readonly why: string }
  | { readonly kind: "known"; readonly arn: string; readonly policies: readonly RolePolicy[] };

/** Errors that a person may accept by name. */
export const acceptableTeardownCodes: readonly string[] = [
  "role-denies",
  "log-groups-of-others",
  "pulumi-unavailable",
  "another-panther",
  "stack-missing",
  "stack-not-panthers",
];

export interface RoleQuestion extends AccountPlace {
  /** The root stack's name, or that of the first one. */
  readonly stackName: string;
  readonly role: StandingRole;
  readonly resources: readonly DeployedResource[];
}

const otherRole =
  "Either have CloudFormation delete with another role that may, say one made from a template of v1.110 or older or one of your own: --role-arn <ARN>; or take the statement off the role for as long as the teardown takes.";

/** What of a stack's role would make its deletion fail, after an hour perhaps. */
export function roleFindings({ stackName, role, resources, ...place }: RoleQuestion): readonly Finding[] {
  switch (role.kind) {
    case "none":
      return [];
    case "gone":
      return [
        {
          severity: "error",
          code: "role-gone",
          message: `CloudFormation acts with ${role.arn} on ${stackName}, and there is no such role any more.`,
          fix: "Deploy the role's stack again, under the same name; or give another role: --role-arn <ARN>.",
        },
      ];
    case "unreadable":
      return [
        {
          severity: "warning",
          code: "role-unread",
          message: `Whether ${role.arn} forbids what a deletion needs can't be told: ${role.why}`,
          fix: "Allow iam:GetRole, ListRolePolicies, GetRolePolicy, ListAttachedRolePolicies, GetPolicy and GetPolicyVersion to find out; it goes on without.",
        },
      ];
    case "known":
      return [...denyFindings(role, resources, place), ...partitionFindings(role, place)];
  }
}

function denyFindings(
  { arn, policies }: Extract<StandingRole, { kind: "known" }>,
  resources: readonly DeployedResource[],
  place: AccountPlace,
): readonly Finding[] {
  const denied = deniedDeletions(policies, resources, place);
  const certain = denied.filter(({ conditional }) => !conditional);
  const perhaps = denied.filter(({ conditional }) => conditional);
  const listed = (list: typeof denied) =>
    list
      .map(({ resource, action, policy, sid }) => {
        return `${resource.path.join("/")} (${action}, by ${sid === undefined ? policy : `${policy} ${sid}`})`;
      })
      .join(", ");
  return [
    ...(certain.length === 0
      ? []
      : [
          {
            severity: "error",
            code: "role-denies",
            message: `The role that CloudFormation acts with, ${arn}, forbids the deletion of ${listed(certain)}: the stack's deletion would fail there. Roles from v1.111 on do.`,
            fix: otherRole,
          } as const,
        ]),
    ...(perhaps.length === 0
      ? []
      : [
          {
            severity: "warning",
            code: "role-may-deny",
            message: `The role that CloudFormation acts with, ${arn}, forbids under conditions the deletion of ${listed(perhaps)}.`,
            fix: `Look whether they apply. Where they do: ${otherRole}`,
          } as const,
        ]),
  ];
}

function partitionFindings(
  { arn, policies }: Extract<StandingRole, { kind: "known" }>,
  { region }: AccountPlace,
): readonly Finding[] {
  const { name } = partitionOf(region);
  const foreign = foreignStatements(policies, name);
  if (foreign.length === 0) return [];
  const listed = [...new Set(foreign.map((one) => one.arn))].join(", ");
  return [
    {
      severity: "warning",
      code: "role-of-other-partition",
      message: `${arn} names what is not in ${name}, so that it allows nothing there: ${listed}.`,
      fix: "Where the deletion then lacks a permission, give another role: --role-arn <ARN>.",
    },
  ];
}

const teardownType = "Custom::PantherTeardown";
/** Where the function behind it deletes every log group. */
const cleanedUp = "/aws/lambda/panther-";

/** Whether Panther's own clean-up function is among the resources. */
export function hasCleanUp(resources: readonly DeployedResource[]): boolean {
  return resources.some(({ type }) => type === teardownType);
}

/**
 * Panther's own clean-up function takes its role's permissions away at the end with a policy that it names in the partition
 * `aws`. Elsewhere that call fails, and the deletion with it. Source: the function's code in Panther's repository, v1.16.0.
 */
export function teardownCodeFindings(
  resources: readonly DeployedResource[],
  { region }: Pick<AccountPlace, "region">,
): readonly Finding[] {
  const { name } = partitionOf(region);
  const found = resources.find(({ type }) => type === teardownType);
  if (name === "aws" || !found) return [];
  return [
    {
      severity: "warning",
      code: "teardown-code-of-other-partition",
      message: `${found.path.join("/")} is cleaned up by a function of Panther's that names arn:aws:iam::aws:policy/AWSDenyAll, which ${name} does not know: its deletion may fail, and leaves log groups and layers.`,
      fix: `Where it does, leave it behind: aws cloudformation delete-stack --retain-resources ${found.path.at(-1)} --region ${region} --stack-name <the nested stack that it is in>; then run the same command again, which removes the log groups.`,
    },
  ];
}

/**
 * The same function deletes every log group of a beginning when its stack goes, whoever it belongs to. Nothing outside of it
 * can keep it from that. Source: as above, and the documentation of `mage teardown`.
 */
export function othersLogGroupFindings(
  resources: readonly DeployedResource[],
  logGroups: readonly LogGroupPlan[],
): readonly Finding[] {
  const found = resources.find(({ type }) => type === teardownType);
  const names = logGroups.flatMap(({ name, way }) => (way === "ask" && name.startsWith(cleanedUp) ? [name] : []));
  if (!found || names.length === 0) return [];
  return [
    {
      severity: "error",
      code: "log-groups-of-others",
      message: `When its stack goes, Panther's own clean-up function (${found.path.join("/")}) deletes every log group whose name begins with ${cleanedUp}, and with them these, which may be somebody else's: ${names.join(", ")}.`,
      fix: "Save what is to be kept (aws logs create-export-task), or have that service log under another name. Then accept this by name (--accept log-groups-of-others), or name the log groups: --log-groups <names>.",
    },
  ];
}
