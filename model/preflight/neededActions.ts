import { resolve } from "../release/parameters/nested/expression.ts";
import { partitionOf } from "../release/partition.ts";
import { isRecord } from "../release/template.ts";
import type { TypeActions } from "./actions/typeActions.ts";
import { actionsOfTypes } from "./actionsOfTypes.ts";
import { nameProperties, typeInAws } from "./fixedNames.ts";
import { withImplied } from "./impliedResources.ts";
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

/** CloudFormation's own: nothing outside is called, or a function of Panther's is. */
const withoutActions = /^(?:Custom::|AWS::CloudFormation::(?:CustomResource|WaitCondition))/;

/** What making a release takes, from its own templates: by type and properties, on the ARNs that the names give. */
export function releaseActions(
  resources: readonly ReleaseResource[],
  place: ReleasePlace & {
    readonly rootStackName: string;
    /** Of the root stack. */
    readonly tags?: Readonly<Record<string, string>>;
  },
): ReleaseActions {
  const byAction = new Map<string, Set<string>>();
  const unknownTypes = new Set<string>();
  const add = (action: string, resource: string) => {
    byAction.set(action, (byAction.get(action) ?? new Set()).add(resource));
  };
  const tagging = taggingStacks(resources);
  const isTagged = ({ path, properties }: ReleaseResource) =>
    properties.Tags !== undefined ||
    Object.keys(place.tags ?? {}).length > 0 ||
    path.some((_, index) => tagging.has(path.slice(0, index).join("/")));
  for (const resource of resources.flatMap(withImplied)) {
    const type = typeInAws(resource.type);
    const known = Object.hasOwn(actionsOfTypes, type) ? actionsOfTypes[type] : undefined;
    if (!known) {
      if (!withoutActions.test(type)) unknownTypes.add(type);
      continue;
    }
    const further = Object.entries(known.with ?? {}).flatMap(([property, actions]) =>
      resource.properties[property] === undefined ? [] : actions,
    );
    const arn = arnOf(known, resource, place);
    for (const action of [...known.always, ...further, ...(isTagged(resource) ? (known.tagged ?? []) : [])]) {
      add(action, arn);
    }
  }
  if (resources.some(({ type }) => type.startsWith("AWS::Serverless::"))) {
    const { name: partition } = partitionOf(place.region);
    add(
      "cloudformation:CreateChangeSet",
      `arn:${partition}:cloudformation:${place.region}:aws:transform/Serverless-2016-10-31`,
    );
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

/** Paths of the nested stacks that have tags, which go to all that is in them. */
function taggingStacks(resources: readonly ReleaseResource[]): ReadonlySet<string> {
  const tagged = resources.filter(
    ({ type, properties }) => type === "AWS::CloudFormation::Stack" && properties.Tags !== undefined,
  );
  return new Set(tagged.map(({ path }) => path.join("/")));
}

/** What has no name of its own gets one from CloudFormation that begins with the stack's, in S3 in small letters. */
function arnOf(
  { resource: pattern, name: ownProperty, arn }: TypeActions,
  { type, path, properties, known }: ReleaseResource,
  { region, accountId, rootStackName }: ReleasePlace & { readonly rootStackName: string },
): string {
  if (arn !== undefined) {
    const value = arn.split(".").reduce<unknown>((from, key) => (isRecord(from) ? from[key] : undefined), properties);
    return resolve(value, known)?.text ?? "*";
  }
  if (pattern === undefined) return "*";
  const property = ownProperty ?? nameProperties[typeInAws(type)];
  const given = property === undefined ? undefined : resolve(properties[property], known)?.text;
  const made = [rootStackName, ...path].join("-");
  const name = given ?? (type.startsWith("AWS::S3::") ? made.toLowerCase() : made);
  return `arn:${partitionOf(region).name}:${pattern
    .replaceAll("{region}", region)
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
