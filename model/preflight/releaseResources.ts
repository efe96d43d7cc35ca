import { declarationsOf } from "../release/parameters/declaration.ts";
import { conditionHolds, type Known, resolve, type Traced } from "../release/parameters/nested/expression.ts";
import { findNested, type NestedTemplates, nestedStacksOf } from "../release/parameters/nested/nestedTemplates.ts";
import { partitionOf } from "../release/partition.ts";
import { isRecord, section, type Template } from "../release/template.ts";

/** Where a release is to stand. */
export interface ReleasePlace {
  readonly accountId: string;
  readonly region: string;
}

/** A resource that a release makes, by its templates and the values of their parameters. */
export interface ReleaseResource {
  readonly type: string;
  /** From the root stack down, the resource's own last. */
  readonly path: readonly string[];
  /** Without those that the values leave out. */
  readonly properties: Template;
  /** What is known in its template. */
  readonly known: Known;
}

/**
 * Everything that a release makes, at any depth. What stands under a condition that does not hold is left out; what more
 * than parameters decides is there.
 * @param values of the root template's parameters; left out ones have their defaults
 */
export function releaseResources(
  root: Template,
  nested: NestedTemplates,
  values: Readonly<Record<string, string>>,
  place: ReleasePlace,
): readonly ReleaseResource[] {
  const given = new Map(Object.entries(values).map(([name, text]) => [name, plain(text)]));
  return resourcesIn(knownIn(root, given, place), nested, place, { key: "", above: [], path: [] });
}

interface Place {
  readonly key: string;
  readonly above: readonly string[];
  readonly path: readonly string[];
}

function resourcesIn(
  known: Known,
  nested: NestedTemplates,
  place: ReleasePlace,
  { key, above, path }: Place,
): readonly ReleaseResource[] {
  const resources = section(known.template, "Resources");
  const own = Object.keys(resources).flatMap((logicalId) => {
    const resource = section(resources, logicalId);
    const { Type: type, Condition: condition } = resource;
    if (typeof type !== "string") return [];
    if (typeof condition === "string" && conditionHolds(condition, known) === false) return [];
    const given = Object.entries(section(resource, "Properties"));
    const properties = Object.fromEntries(given.filter(([, value]) => !isLeftOut(value, known)));
    return [{ type, path: [...path, logicalId], properties, known }];
  });
  const below = nestedStacksOf(known.template).flatMap(({ logicalId, condition, templateUrl, parameters }) => {
    if (condition !== undefined && conditionHolds(condition, known) === false) return [];
    const url = resolve(templateUrl, known)?.text;
    const found = url === undefined ? undefined : findNested(nested, url, key);
    // A template that nests itself is CloudFormation's to refuse.
    if (!found || [...above, key].includes(found.key)) return [];
    const handed = new Map<string, Traced | undefined>(
      Object.entries(parameters).map(([name, value]) => [name, resolve(value, known)]),
    );
    const inside = knownIn(found.template, handed, place);
    return resourcesIn(inside, nested, place, { key: found.key, above: [...above, key], path: [...path, logicalId] });
  });
  return [...own, ...below];
}

/** Whether a property is none by the values: `!Ref AWS::NoValue`, also behind conditions. */
function isLeftOut(value: unknown, known: Known): boolean {
  if (!isRecord(value)) return false;
  if (value.Ref === "AWS::NoValue") return true;
  const choice = value["Fn::If"];
  if (!Array.isArray(choice)) return false;
  const holds = conditionHolds(String(choice[0]), known);
  return holds !== undefined && isLeftOut(choice[holds ? 1 : 2], known);
}

function knownIn(
  template: Template,
  handed: ReadonlyMap<string, Traced | undefined>,
  { accountId, region }: ReleasePlace,
): Known {
  const { name: partition, dnsSuffix } = partitionOf(region);
  const pseudo = { Region: region, AccountId: accountId, Partition: partition, URLSuffix: dnsSuffix };
  const values = new Map(Object.entries(pseudo).map(([name, text]) => [`AWS::${name}`, plain(text)]));
  for (const [name, declaration] of declarationsOf(template)) {
    const value = handed.has(name)
      ? handed.get(name)
      : declaration.default === undefined
        ? undefined
        : plain(declaration.default);
    if (value) values.set(name, { ...value, type: declaration.type });
  }
  return { template, values };
}

function plain(text: string): Traced {
  return { text, type: "String", from: [] };
}

/** Data of a template with its intrinsics worked out, as far as parameters decide them; what more decides is undefined. */
export function resolved(value: unknown, known: Known): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, known)).filter((item) => item !== undefined);
  if (!isRecord(value)) return value;
  const [only, ...more] = Object.keys(value);
  const choice = only === "Fn::If" ? value[only] : undefined;
  if (Array.isArray(choice)) {
    const holds = conditionHolds(String(choice[0]), known);
    return holds === undefined ? undefined : resolved(choice[holds ? 1 : 2], known);
  }
  if (more.length === 0 && only !== undefined && (only === "Ref" || only.startsWith("Fn::"))) {
    return resolve(value, known)?.text ?? undefined;
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one, known)]));
}
