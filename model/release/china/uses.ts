import { partsOfSub, splitName } from "./substitution.ts";
import { elementsOf, intrinsicOf, type TemplateTree, type TreeNode, textOf } from "./tree.ts";

/** A place in a template that needs something with a name. */
export interface Use {
  /** `entity`: a parameter or a resource, which share their names. `order`: DependsOn. */
  readonly kind: "entity" | "order" | "condition" | "mapping" | "import";
  /** An import's is its whole expression, since exports have computed names. Blank for a mapping's that is computed. */
  readonly name: string;
  /** What is asked of a resource; a nested stack's are `Outputs.<name>`. */
  readonly attribute: string | undefined;
  /** The value that can't stay when the name goes. */
  readonly node: TreeNode;
}

const sections = new Set(["Conditions", "Rules", "Globals", "Resources", "Outputs"]);

/** Everything that a template needs by its name, in the text's order. */
export function usesOf(tree: TemplateTree): readonly Use[] {
  return elementsOf(tree.root)
    .filter(({ key = "" }) => sections.has(key))
    .flatMap((section) => elementsOf(section.value).flatMap((entry) => entryUses(section.key, entry.value)));
}

function entryUses(section: string | undefined, entry: TreeNode): readonly Use[] {
  if (section === "Conditions") return usesIn(entry, true);
  if (section === "Rules" || section === "Globals" || entry.kind === "scalar") return usesIn(entry, false);
  return entry.elements.flatMap(({ key, value }) => {
    if (key === "Condition") return named("condition", value);
    if (key !== "DependsOn") return usesIn(value, false);
    return value.kind === "list" ? value.elements.flatMap((item) => named("order", item.value)) : named("order", value);
  });
}

function named(kind: Use["kind"], node: TreeNode, name = textOf(node)): readonly Use[] {
  return name === undefined ? [] : [{ kind, name, attribute: undefined, node }];
}

function usesIn(node: TreeNode, isCondition: boolean): readonly Use[] {
  if (node.kind === "scalar") return [];
  const inside = node.elements.flatMap(({ value }) => usesIn(value, isCondition));
  const intrinsic = intrinsicOf(node);
  if (intrinsic) return [...ownUses(node, intrinsic.name, intrinsic.argument), ...inside];
  // `Condition` is a function among conditions alone: in policies and elsewhere it is a key like any other.
  const [only] = node.elements;
  const isReference = isCondition && only?.key === "Condition" && node.elements.length === 1;
  return isReference ? named("condition", node, textOf(only.value)) : inside;
}

function ownUses(node: TreeNode, name: string, argument: TreeNode): readonly Use[] {
  const [first, second] = argument.kind === "list" ? argument.elements.map(({ value }) => value) : [argument];
  const text = textOf(first) ?? "";
  switch (name) {
    case "Ref":
      // SAM also knows `Function.Version` and the like.
      return [{ kind: "entity", ...splitName(text), node }];
    case "Fn::GetAtt": {
      const rest = elementsOf(argument)
        .slice(1)
        .map(({ value }) => textOf(value) ?? "");
      const attribute = second ? rest.join(".") : splitName(text).attribute;
      return [{ kind: "entity", name: second ? text : splitName(text).name, attribute, node }];
    }
    case "Fn::Sub":
      return substitutions(text, new Set(elementsOf(second).map(({ key }) => key))).map((use) => ({ ...use, node }));
    case "Fn::If":
      return [{ kind: "condition", name: text, attribute: undefined, node: first ?? node }];
    case "Fn::FindInMap":
      return [{ kind: "mapping", name: text, attribute: undefined, node }];
    case "Fn::ImportValue":
      return [{ kind: "import", name: expressionText(argument), attribute: undefined, node }];
    default:
      return [];
  }
}

function substitutions(text: string, own: ReadonlySet<string | undefined>): readonly Omit<Use, "node">[] {
  return partsOfSub(text).flatMap((part) =>
    part.kind === "text" || own.has(part.name) ? [] : [{ kind: "entity", ...splitName(part.name) }],
  );
}

/** An expression as one text, whatever its spelling. */
export function expressionText(node: TreeNode): string {
  if (node.kind === "scalar") return JSON.stringify(String(textOf(node)));
  const parts = node.elements.map(({ key, value }) => `${key === undefined ? "" : `${key}:`}${expressionText(value)}`);
  return node.kind === "list" ? `[${parts.join()}]` : `{${parts.join()}}`;
}
