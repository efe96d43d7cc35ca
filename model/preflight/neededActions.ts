import { resolve } from "../release/parameters/nested/expression.ts";
import { partitionOf } from "../release/partition.ts";
import { isRecord } from "../release/template.ts";
import type { ActionsOfTypes, TypeActions } from "./actions/typeActions.ts";
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

/**
 * What making a release takes, from its own templates: by type and properties, on the ARNs that the names give.
 * @param ofTypes what is done with a resource of a type; left out: it is made
 */
export function releaseActions(
  resources: readonly ReleaseResource[],
  place: ReleasePlace & {
    readonly rootStackName: string;
    /** Of the root stack. */
    readonly tags?: Readonly<Record<string, string>>;
  },
  ofTypes: ActionsOfTypes = actionsOfTypes,
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
    const known = Object.hasOwn(ofTypes, type) ? ofTypes[type] : undefined;
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
