import { type CollectionTag, parse, type ScalarTag } from "yaml";
import { type ReleaseObject, releaseObjects } from "../../../local/releases/releases.ts";

/** A template as read back from its text, with intrinsic functions in their long form. */
export interface ReadTemplate {
  readonly Description: string;
  readonly Transform?: string;
  readonly Parameters?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, ReadResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface ReadResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** One template of a release: where it stands in the tree of stacks, and its key in the bucket. */
export interface PlacedTemplate {
  /** Logical IDs from the root, joined by `/`; empty for the root itself. */
  readonly path: string;
  readonly key: string;
  readonly template: ReadTemplate;
  readonly children: Readonly<Record<string, PlacedTemplate>>;
}

const longName = (tag: string): string => (tag === "Ref" || tag === "Condition" ? tag : `Fn::${tag}`);
const names = [
  "And",
  "Condition",
  "Equals",
  "FindInMap",
  "GetAZs",
  "GetAtt",
  "If",
  "Join",
  "Not",
  "Or",
  "Ref",
  "Select",
  "Split",
  "Sub",
];
const scalarTags = names.map(
  (name): ScalarTag => ({
    tag: `!${name}`,
    resolve: (text) => ({ [longName(name)]: name === "GetAtt" ? splitAtFirstDot(text) : text }),
  }),
);
const listTags = names.map(
  (name): CollectionTag => ({
    tag: `!${name}`,
    collection: "seq",
    resolve: (list) => ({ [longName(name)]: list.toJSON() }) as never,
  }),
);

function splitAtFirstDot(text: string): readonly string[] {
  const at = text.indexOf(".");
  return [text.slice(0, at), text.slice(at + 1)];
}

export function readTemplate(text: string): ReadTemplate {
  return parse(text, { customTags: [...scalarTags, ...listTags] }) as ReadTemplate;
}

const text = ({ body }: ReleaseObject): string => new TextDecoder().decode(body);

// Parsing is nearly all of what these tests do, and what it gives is only read.
const known = new Map<string, PlacedTemplate>();

/** The tree of templates of a release, followed from the root by its TemplateURLs. */
export function readRelease(version: string, region = "us-east-1"): PlacedTemplate {
  const name = `${version} ${region}`;
  const release = known.get(name) ?? followed(version, region);
  known.set(name, release);
  return release;
}

function followed(version: string, region: string): PlacedTemplate {
  const objects = new Map(releaseObjects(version, region).map((object) => [object.key, object]));
  const place = (path: string, key: string): PlacedTemplate => {
    const object = objects.get(key);
    if (!object) throw new Error(`${version}: ${path || "the root"} is at ${key}, where nothing is`);
    const template = readTemplate(text(object));
    const nested = Object.entries(template.Resources).filter(([, { Type }]) => Type === "AWS::CloudFormation::Stack");
    const children = nested.map(([id, { Properties }]) => {
      const url = new URL(String(Properties?.TemplateURL));
      return [id, place(path ? `${path}/${id}` : id, url.pathname.slice(1))] as const;
    });
    return { path, key, template, children: Object.fromEntries(children) };
  };
  return place("", `v${version}/panther.yml`);
}

/** The template itself and all below it. */
export function flatten(placed: PlacedTemplate): readonly PlacedTemplate[] {
  return [placed, ...Object.values(placed.children).flatMap(flatten)];
}

/** Every value in a document that is an object with exactly one member of that name. */
export function intrinsics(document: unknown, name: string): readonly unknown[] {
  if (typeof document !== "object" || document === null) return [];
  const entries = Object.entries(document);
  const own = entries.length === 1 && entries[0]?.[0] === name ? [entries[0][1]] : [];
  return [...own, ...entries.flatMap(([, value]) => intrinsics(value, name))];
}

/** The names that a document refers to: by Ref, by GetAtt (`Name.Attribute`), and in Sub. */
export function references(document: unknown): readonly string[] {
  const subs = intrinsics(document, "Fn::Sub").flatMap((argument) =>
    [...String(argument).matchAll(/\$\{([^!}]+)\}/g)].map(([, name = ""]) => name),
  );
  const attributes = intrinsics(document, "Fn::GetAtt").map((argument) => (argument as readonly string[]).join("."));
  return [...intrinsics(document, "Ref").map(String), ...attributes, ...subs];
}
