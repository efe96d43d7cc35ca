import type { AssetSource } from "./asset.ts";
import { parseTree } from "./parseTree.ts";
import { type ReadReferences, readReferences } from "./references.ts";
import { type Element, elementAt, elementsOf, placeOf, type TemplateTree, typeOf } from "./tree.ts";
import { type Use, usesOf } from "./uses.ts";

/** A template of a release, and how it hangs together with the others. */
export interface ReleaseTemplate {
  readonly key: string;
  /** Logical IDs of the stacks on the way to it, as `Onboard/CloudsecRoles`; the root's is its key. */
  readonly label: string;
  readonly tree: TemplateTree;
  readonly references: ReadReferences;
  readonly uses: readonly Use[];
  readonly stacks: readonly NestedStack[];
}

/** A resource that is a stack of another template. */
export interface NestedStack {
  readonly element: Element;
  readonly logicalId: string;
  /** Key of its template; undefined where its URL names none in the release's buckets. */
  readonly child: string | undefined;
}

export interface Release {
  readonly root: string;
  /** By their keys, as they are reached from the root. */
  readonly templates: ReadonlyMap<string, ReleaseTemplate>;
  /** Keys that a template names and that hold none, with the reason. */
  readonly missing: ReadonlyMap<string, string>;
}

/** Reads the templates of a release that can be reached from its root. */
export function readRelease(texts: ReadonlyMap<string, string>, root: string, source: AssetSource): Release {
  const templates = new Map<string, ReleaseTemplate>();
  const missing = new Map<string, string>();
  const waiting = [{ key: root, label: root }];
  for (const { key, label } of waiting) {
    if (templates.has(key) || missing.has(key)) continue;
    const text = texts.get(key);
    const parsed = text === undefined ? undefined : parseTree(text);
    if (parsed?.kind !== "tree") {
      missing.set(key, parsed?.message ?? "the release has no object of that key");
      continue;
    }
    const template = readTemplate(key, label, parsed.tree, source);
    templates.set(key, template);
    for (const { child, logicalId } of template.stacks) {
      if (child !== undefined) waiting.push({ key: child, label: key === root ? logicalId : `${label}/${logicalId}` });
    }
  }
  return { root, templates, missing };
}

function readTemplate(key: string, label: string, tree: TemplateTree, source: AssetSource): ReleaseTemplate {
  const references = readReferences(tree, source);
  const childOf = (stack: Element) =>
    references.sites
      .flatMap(({ objects }) => objects)
      .find(({ kind, place }) => kind === "template" && place.startsWith(`${placeOf(stack.value)}.`))?.key;
  const stacks = elementsOf(elementAt(tree.root, "Resources")?.value)
    .filter(isStack)
    .map((element) => ({ element, logicalId: String(element.key), child: childOf(element) }));
  return { key, label, tree, references, uses: usesOf(tree), stacks };
}

function isStack(resource: Element): boolean {
  const type = typeOf(resource.value);
  // An application from the public repository is named by an ARN and no part of the release.
  const isOwnApplication =
    type === "AWS::Serverless::Application" &&
    elementAt(resource.value, "Properties", "Location")?.value.kind === "scalar";
  return type === "AWS::CloudFormation::Stack" || type === "AWS::CloudFormation::StackSet" || isOwnApplication;
}
