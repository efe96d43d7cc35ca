import { type AssetReference, type AssetSource, sourceRegion } from "./asset.ts";
import { assetKindOf } from "./assetKinds.ts";
import { type Edit, replacePieces, replaceWith } from "./edits.ts";
import { readsOpenRow } from "./openRow.ts";
import { namesBucket, type S3Location, type S3Target, s3LocationsIn, s3Text } from "./s3Locations.ts";
import { type Published, propertyOf, type SubText, staticText, subText } from "./staticText.ts";
import {
  ancestors,
  type Collection,
  type Element,
  elementsOf,
  intrinsicOf,
  member,
  placeOf,
  type Scalar,
  type TemplateTree,
  type TreeNode,
} from "./tree.ts";

/** A value of a template that names objects, and how it is written for another bucket. */
export interface ReferenceSite {
  readonly node: TreeNode;
  /** The expression that a plain text takes the place of. */
  readonly replaced: TreeNode | undefined;
  readonly objects: readonly AssetReference[];
  /** `keyOf` gives the key under which an object lies there. */
  rewrite(target: S3Target, keyOf: (key: string) => string): Edit;
}

/** Something that names one of the buckets and can't be rewritten. */
export interface ReferenceProblem {
  readonly node: TreeNode;
  readonly message: string;
}

export interface ReadReferences {
  readonly sites: readonly ReferenceSite[];
  readonly problems: readonly ReferenceProblem[];
}

interface Reading {
  readonly published: Published;
  /** Buckets that nothing may name without naming an object. */
  readonly buckets: readonly string[];
  readonly all: readonly string[];
  readonly sites: ReferenceSite[];
  readonly problems: ReferenceProblem[];
}

/** What a template names in the buckets of its release. */
export function readReferences(tree: TemplateTree, source: AssetSource): ReadReferences {
  const published = { tree, region: sourceRegion(source) };
  const buckets = source.buckets.filter((bucket) => bucket !== "" && bucket !== source.target);
  const all = source.target === undefined ? buckets : [...buckets, source.target];
  const reading: Reading = { published, buckets, all, sites: [], problems: [] };
  visit(tree.root, reading);
  return reading;
}

// What people read, and what CloudFormation compares a value with: no references.
const texts = new Set(["Description", "ConstraintDescription", "AllowedPattern", "AllowedValues", "Comment"]);
const otherSections = new Set(["Mappings", "Metadata", "AWSTemplateFormatVersion", "Transform"]);

function visit(node: TreeNode, reading: Reading): void {
  const text = staticText(node, reading.published);
  const locations = text === undefined ? [] : locationsIn(text, node, reading);
  const isNamed = locations.length > 0 || (text !== undefined && namesBucket(text, reading.buckets));
  if (isNamed && text !== undefined && isWritable(node, text, locations)) {
    reading.sites.push(siteOf(node, text, locations, reading));
    return;
  }
  if (text === undefined && readsOpenRow(node, reading.published, reading.all))
    problem(node, "Which row of the mapping it takes can't be told.", reading);
  const before = { sites: reading.sites.length, problems: reading.problems.length };
  const pair = node.kind === "map" ? bucketAndKey(node, reading) : undefined;
  if (pair) reading.sites.push(pair.site);
  for (const { key = "", value, owner } of elementsOf(node)) {
    const isOther = texts.has(key) || (!owner.at && otherSections.has(key));
    if (!isOther && !pair?.nodes.includes(value)) visit(value, reading);
  }
  const found = reading.sites.slice(before.sites).flatMap(({ objects }) => objects).length;
  const named = isNamed ? Math.max(1, locations.length) : 0;
  if (found + reading.problems.length - before.problems < named) {
    problem(node, `It names the bucket of the release, and which object of it can't be told: ${text}`, reading);
  }
}

/** `bucket/key` is a location where one is asked for; elsewhere it may be anything with a slash. */
function locationsIn(text: string, node: TreeNode, { all }: Reading): readonly S3Location[] {
  const isAsked = /(?:Location|Ur[il])$/.test(node.at?.key ?? "");
  return s3LocationsIn(text, all).filter(({ form }) => form !== "path" || isAsked);
}

/** Whether one location is all of it, or there is one text to write it into. */
function isWritable(node: TreeNode, text: string, locations: readonly S3Location[]): boolean {
  return node.kind === "scalar" || intrinsicOf(node)?.name === "Fn::Sub" || isWhole(locations[0], text);
}

function isWhole(location: S3Location | undefined, text: string): boolean {
  return location?.start === 0 && location.end === text.length;
}

/** A text that names one of the buckets. */
function siteOf(node: TreeNode, text: string, locations: readonly S3Location[], reading: Reading): ReferenceSite {
  const [first] = locations;
  if (!first) problem(node, `It names the bucket of the release, but no object: ${text}`, reading);
  const objects = locations.flatMap((location) => objectOf(location, node, reading));
  const template = isWhole(first, text) ? undefined : substitutedText(node, reading.published);
  return {
    node,
    objects,
    replaced: node.kind === "scalar" || template ? undefined : node,
    // A text that is one location and nothing else is written out; inside of longer ones the locations alone change.
    rewrite: (target, keyOf) => {
      const newText = (location: S3Location) => s3Text(location, target, renamed(location, keyOf));
      const { tree } = reading.published;
      if (node.kind === "scalar") return replacePieces(tree, node, locations.map(piecesOf(text, newText)));
      if (template)
        return replacePieces(
          tree,
          template.node,
          locations.map(piecesOf(String(template.node.value), newText, template.origin)),
        );
      return replaceWith(node, locations.map(newText).join(""));
    },
  };
}

function piecesOf(written: string, newText: (location: S3Location) => string, origin = (offset: number) => offset) {
  return (location: S3Location) => ({
    from: written.slice(origin(location.start), origin(location.end)),
    to: newText(location),
  });
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

function renamed({ key }: S3Location, keyOf: (key: string) => string): string | undefined {
  const newKey = key === undefined ? undefined : keyOf(key);
  return newKey === key ? undefined : newKey;
}

function substitutedText(node: TreeNode, published: Published): (SubText & { readonly node: Scalar }) | undefined {
  const intrinsic = intrinsicOf(node);
  if (intrinsic?.name !== "Fn::Sub") return undefined;
  const [template = intrinsic.argument, variables] = elementsOf(intrinsic.argument).map(({ value }) => value);
  // What has a text at all has it from here.
  return { node: template as Scalar, ...subText(template as Scalar, variables, published) };
}

const bucketKeys = /^(?:S3)?Bucket(?:Name)?$/;
const objectKeys = /^(?:S3)?(?:Object)?Key$/;

/** A mapping that names bucket and key apart, as `{S3Bucket, S3Key}`. */
function bucketAndKey(
  node: Collection,
  reading: Reading,
): { readonly site: ReferenceSite; readonly nodes: readonly TreeNode[] } | undefined {
  const find = (pattern: RegExp) => node.elements.find(({ key = "" }: Element) => pattern.test(key))?.value;
  const [bucket, object] = [find(bucketKeys), find(objectKeys)];
  const name = bucket && staticText(bucket, reading.published);
  if (!bucket || !object || !reading.all.includes(String(name))) return undefined;
  const key = staticText(object, reading.published) ?? "${Key}";
  if (key.includes("${")) problem(object, `Which object it names can't be told: ${key}`, reading);
  if (member(node, "Version") || member(node, "S3ObjectVersion")) {
    problem(node, "It names a version of the object, and versions are not copied.", reading);
  }
  const objects = [{ bucket: String(name), key, kind: kindOf(node), place: placeOf(node) }];
  return {
    nodes: [bucket, object],
    site: { node, objects, replaced: bucket, rewrite: (target) => replaceWith(bucket, target.bucket) },
  };
}

function kindOf(node: TreeNode): AssetReference["kind"] {
  const place = propertyOf(node);
  return (place && assetKindOf(place.type, place.property)) ?? "other";
}

function isInStatement(node: TreeNode): boolean {
  return Array.from(ancestors(node)).some(({ owner }) => member(owner, "Effect") !== undefined);
}

function problem(node: TreeNode, message: string, { problems }: Reading): void {
  problems.push({ node, message });
}
