import { resolve } from "../release/parameters/nested/expression.ts";
import { partitionOf } from "../release/partition.ts";
import { actionsOfTypes } from "./actionsOfTypes.ts";
import { typeInAws } from "./fixedNames.ts";
import type { ReleasePlace, ReleaseResource } from "./releaseResources.ts";

/** Actions that are needed on the same resources. */
export interface NeededActions {
  readonly actions: readonly string[];
  /** ARNs, or `*`. */
  readonly resources: readonly string[];
}

export interface ReleaseActions {
  readonly needed: readonly NeededActions[];
  /** Types that no actions are known of. */
  readonly unknownTypes: readonly string[];
}

const nameProperties = [
  "RoleName",
  "TableName",
  "QueueName",
  "TopicName",
  "FunctionName",
  "LayerName",
  "LogGroupName",
  "BucketName",
  "Name",
];
/** CloudFormation's own: nothing outside is called, or a function of Panther's is. */
const withoutActions = /^(?:Custom::|AWS::CloudFormation::(?:CustomResource|WaitCondition))/;

/** What making a release takes, from its own templates: by type and properties, on the ARNs that the names give. */
export function releaseActions(
  resources: readonly ReleaseResource[],
  place: ReleasePlace & { readonly rootStackName: string },
): ReleaseActions {
  const byAction = new Map<string, Set<string>>();
  const unknownTypes = new Set<string>();
  const add = (action: string, resource: string) => {
    byAction.set(action, (byAction.get(action) ?? new Set()).add(resource));
  };
  for (const resource of resources.flatMap(withImplied)) {
    const type = typeInAws(resource.type);
    const known = actionsOfTypes[type];
    if (!known) {
      if (!withoutActions.test(type)) unknownTypes.add(type);
      continue;
    }
    const further = Object.entries(known.with ?? {}).flatMap(([property, actions]) =>
      resource.properties[property] === undefined ? [] : actions,
    );
    const arn = known.resource === undefined ? "*" : arnOf(known.resource, resource, place);
    for (const action of [...known.always, ...further]) add(action, arn);
  }
  const groups = new Map<string, { readonly actions: string[]; readonly resources: readonly string[] }>();
  for (const [action, arns] of byAction) {
    const key = [...arns].sort().join(" ");
    const group = groups.get(key) ?? { actions: [], resources: [...arns] };
    group.actions.push(action);
    groups.set(key, group);
  }
  return { needed: [...groups.values()], unknownTypes: [...unknownTypes].sort() };
}

/** A function of SAM's without a role brings one. */
function withImplied(resource: ReleaseResource): readonly ReleaseResource[] {
  if (resource.type !== "AWS::Serverless::Function" || resource.properties.Role !== undefined) return [resource];
  const path = [...resource.path.slice(0, -1), `${resource.path.at(-1)}Role`];
  return [resource, { ...resource, type: "AWS::IAM::Role", path, properties: { Policies: [], ManagedPolicyArns: [] } }];
}

/** What has no name of its own gets one from CloudFormation that begins with the stack's, in S3 in small letters. */
function arnOf(
  pattern: string,
  { type, path, properties, known }: ReleaseResource,
  { region, accountId, rootStackName }: ReleasePlace & { readonly rootStackName: string },
): string {
  const given = nameProperties.flatMap((property) => resolve(properties[property], known)?.text ?? [])[0];
  const made = [rootStackName, ...path].join("-");
  const name = given ?? (type === "AWS::S3::Bucket" ? made.toLowerCase() : made);
  return `arn:${partitionOf(region).name}:${pattern
    .replace("{region}", region)
    .replace("{account}", accountId)
    .replace("{name}", () => name)}`;
}

/** Who calls needs these: the stacks, the role, handing it to CloudFormation, the build after it. */
export function callerActions({
  accountId,
  region,
  rootStackName,
  role,
}: ReleasePlace & {
  readonly rootStackName: string;
  /** The role that is deployed, or only used. */
  readonly role: { readonly name: string; readonly stackName?: string };
}): readonly NeededActions[] {
  const { name: partition } = partitionOf(region);
  const here = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${accountId}:${rest}`;
  const roleArn = `arn:${partition}:iam::${accountId}:role/${role.name}`;
  const stacks = [rootStackName, ...(role.stackName === undefined ? [] : [role.stackName])];
  return [
    {
      actions: [
        "CreateStack",
        "UpdateStack",
        "DescribeStacks",
        "DescribeStackEvents",
        "DescribeStackResources",
        "GetTemplate",
      ].map((action) => `cloudformation:${action}`),
      resources: stacks.map((name) => here("cloudformation", `stack/${name}/*`)),
    },
    {
      actions: ["cloudformation:UpdateTerminationProtection"],
      resources: [here("cloudformation", `stack/${rootStackName}/*`)],
    },
    {
      actions: [
        "iam:PassRole",
        ...(role.stackName === undefined ? [] : ["iam:CreateRole", "iam:GetRole", "iam:PutRolePolicy", "iam:TagRole"]),
      ],
      resources: [roleArn],
    },
    {
      actions: ["codebuild:BatchGetProjects", "codebuild:StartBuild", "codebuild:BatchGetBuilds"],
      resources: [here("codebuild", "project/panther-pulumi")],
    },
  ];
}
