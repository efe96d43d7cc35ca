import { type AssetKind, type AssetProblem, type AssetReference, type AssetSource, sourceRegion } from "./asset.ts";
import { assetKindOf } from "./assetKinds.ts";
import { type Edit, replacePieces, replaceWith } from "./edits.ts";
import { namesBucket, type S3Location, type S3Target, s3LocationsIn, s3Text } from "./s3Locations.ts";
import { type Published, propertyOf, staticText } from "./staticText.ts";
import {
  ancestors,
  type Collection,
  elementsOf,
  intrinsicOf,
  nodesIn,
  placeOf,
  type Scalar,
  type TemplateTree,
  type TreeNode,
} from "./tree.ts";

/** A value of a template that names objects, and how it is written for another bucket. */
export interface ReferenceSite {
  readonly node: TreeNode;
  readonly objects: readonly AssetReference[];
  /** `keyOf` gives the key under which an object lies there. */
  rewrite(target: S3Target, keyOf: (key: string) => string): Edit;
}

export interface ReadReferences {
  readonly sites: readonly ReferenceSite[];
  readonly problems: readonly AssetProblem[];
}

/** What a template names in the buckets of its release. */
export function readReferences(tree: TemplateTree, source: AssetSource): ReadReferences {
  const reading: Reading = {
    published: { tree, region: sourceRegion(source) },
    buckets: source.buckets,
    sites: [],
    problems: [],
  };
  visit(tree.root, reading);
  return reading;
}

interface Reading {
  readonly published: Published;
  readonly buckets: readonly string[];
  readonly sites: ReferenceSite[];
  readonly problems: AssetProblem[];
}

// What people read, and what CloudFormation compares a value with: no references.
const texts = new Set(["Description", "ConstraintDescription", "AllowedPattern", "AllowedValues", "Comment"]);
const untouchedSections = new Set(["Mappings", "Metadata", "Description", "AWSTemplateFormatVersion", "Transform"]);

function visit(node: TreeNode, reading: Reading): void {
  const found = siteOf(node, reading);
  if (found) {
    reading.sites.push(found);
    return;
  }
  if (node.kind === "scalar") return;
  const pair = node.kind === "map" ? bucketAndKey(node, reading) : undefined;
  if (pair) reading.sites.push(pair.site);
  for (const { key, value, owner } of node.elements) {
    const isText = key !== undefined && texts.has(key);
    const isUntouched = owner === reading.published.tree.root && key !== undefined && untouchedSections.has(key);
    if (!isText && !isUntouched && !pair?.nodes.includes(value)) visit(value, reading);
  }
}

/** An expression or a text that names one of the buckets. */
function siteOf(node: TreeNode, reading: Reading): ReferenceSite | undefined {
  const text = staticText(node, reading.published);
  if (text === undefined || !namesBucket(text, reading.buckets)) {
    if (isOpenRow(node, text, reading)) problem(node, "Which row of the mapping it takes can't be told.", reading);
    return undefined;
  }
  const locations = s3LocationsIn(text, reading.buckets);
  const objects = locations.flatMap((location) => objectOf(location, node, reading));
  if (locations.length === 0) problem(node, `It names the bucket of the release, but no object: ${text}`, reading);
  return { node, objects, rewrite: (target, keyOf) => rewritten(node, text, locations, reading, target, keyOf) };
}

/** Whether an Fn::FindInMap that can't be told apart reads from a mapping with names of the buckets. */
function isOpenRow(node: TreeNode, text: string | undefined, { published, buckets }: Reading): boolean {
  const intrinsic = text === undefined ? intrinsicOf(node) : undefined;
  if (intrinsic?.name !== "Fn::FindInMap") return false;
  const [first] = elementsOf(intrinsic.argument);
  const name = first && staticText(first.value, published);
  const mapping = elementsOf(published.tree.root)
    .filter(({ key }) => key === "Mappings")
    .flatMap(({ value }) => elementsOf(value))
    .find(({ key }) => key === name);
  if (!mapping) return false;
  return Array.from(nodesIn(mapping.value)).some(
    (value) => value.kind === "scalar" && namesBucket(String(value.value), buckets),
  );
}

function objectOf(location: S3Location, node: TreeNode, reading: Reading): readonly AssetReference[] {
  const { bucket, key, rawKey, form } = location;
  if (key === undefined) {
    // A pattern in a policy grants access to whatever is in the bucket and names no object.
    if (form !== "arn" || !isInStatement(node)) problem(node, "It names no single object of the bucket.", reading);
    return [];
  }
  if (/\$\{|\?/.test(rawKey)) {
    problem(node, `Which object it names can't be told: ${rawKey}`, reading);
    return [];
  }
  return [{ bucket, key, kind: kindOf(node), place: placeOf(node) }];
}

function rewritten(
  node: TreeNode,
  text: string,
  locations: readonly S3Location[],
  reading: Reading,
  target: S3Target,
  keyOf: (key: string) => string,
): Edit {
  const newText = (location: S3Location) => s3Text(location, target, renamed(location, keyOf));
  const [first] = locations;
  const whole = first && first.start === 0 && first.end === text.length ? first : undefined;
  const scalar = node.kind === "scalar" ? node : undefined;
  if (whole && !scalar) return replaceWith(node, newText(whole));
  const inside = scalar ?? substitutedText(node);
  if (!inside) return replaceWith(node, replaced(text, locations, newText));
  const own = s3LocationsIn(String(inside.value), reading.buckets);
  return replacePieces(
    reading.published.tree,
    inside,
    own.map((location) => ({ from: String(inside.value).slice(location.start, location.end), to: newText(location) })),
  );
}

function renamed({ key }: S3Location, keyOf: (key: string) => string): string | undefined {
  const newKey = key === undefined ? undefined : keyOf(key);
  return newKey === key ? undefined : newKey;
}

function substitutedText(node: TreeNode): Scalar | undefined {
  const intrinsic = intrinsicOf(node);
  const argument = intrinsic?.name === "Fn::Sub" ? intrinsic.argument : undefined;
  const text = argument?.kind === "list" ? argument.elements[0]?.value : argument;
  return text?.kind === "scalar" ? text : undefined;
}

function replaced(text: string, locations: readonly S3Location[], newText: (location: S3Location) => string): string {
  return locations.reduceRight(
    (all, location) => `${all.slice(0, location.start)}${newText(location)}${all.slice(location.end)}`,
    text,
  );
}

const bucketKeys = /^(?:S3)?Bucket(?:Name)?$/;
const objectKeys = /^(?:S3)?(?:Object)?Key$/;

/** A mapping that names bucket and key apart, as `{S3Bucket, S3Key}`. */
function bucketAndKey(
  node: Collection,
  reading: Reading,
): { readonly site: ReferenceSite; readonly nodes: readonly TreeNode[] } | undefined {
  const bucket = node.elements.find(({ key }) => key !== undefined && bucketKeys.test(key))?.value;
  const object = node.elements.find(({ key }) => key !== undefined && objectKeys.test(key))?.value;
  if (!bucket || !object) return undefined;
  const name = staticText(bucket, reading.published) ?? "";
  if (!reading.buckets.includes(name)) return undefined;
  const key = staticText(object, reading.published);
  if (key === undefined || key.includes("${")) problem(object, "Which object it names can't be told.", reading);
  if (node.elements.some(({ key: other }) => other === "Version" || other === "S3ObjectVersion")) {
    problem(node, "It names a version of the object, and versions are not copied.", reading);
  }
  const objects = key === undefined ? [] : [{ bucket: name, key, kind: kindOf(node), place: placeOf(node) }];
  return {
    nodes: [bucket, object],
    site: { node, objects, rewrite: (target) => replaceWith(bucket, target.bucket) },
  };
}

function kindOf(node: TreeNode): AssetKind {
  const place = propertyOf(node);
  return (place && assetKindOf(place.type, place.property)) ?? "other";
}

function isInStatement(node: TreeNode): boolean {
  return Array.from(ancestors(node)).some(({ owner }) => owner.elements.some(({ key }) => key === "Effect"));
}

function problem(node: TreeNode, message: string, { problems }: Reading): void {
  problems.push({ place: placeOf(node), message });
}
