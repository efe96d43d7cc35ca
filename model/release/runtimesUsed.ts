import { declarationsOf } from "./parameters/declaration.ts";
import { conditionHolds, type Known, resolve, type Traced } from "./parameters/nested/expression.ts";
import { findNested, type NestedTemplates, nestedStacksOf } from "./parameters/nested/nestedTemplates.ts";
import { type ParameterValues, settingsOf } from "./parameters/settings.ts";
import type { RuntimeUse } from "./runtimes.ts";
import { section, type Template } from "./template.ts";

const functionTypes: readonly unknown[] = ["AWS::Lambda::Function", "AWS::Serverless::Function"];

/**
 * The Lambda runtimes of a release, by name: of the functions in its root template and in nested ones, those aside whose
 * condition does not hold. A runtime that more than parameters decides stays unseen.
 */
export function runtimesUsed(root: Template, nested: NestedTemplates, values: ParameterValues): readonly RuntimeUse[] {
  const { parameters } = settingsOf(declarationsOf(root), values, new Set());
  const known = new Map<string, Traced>();
  for (const [name, setting] of parameters) {
    const { text, declaration } = setting;
    if (text !== undefined) known.set(name, { text, type: declaration.type, from: [setting] });
  }
  const uses = new Map<string, { functions: number; parameters: Set<string> }>();
  for (const traced of tracedIn({ template: root, values: known }, nested, "", [])) {
    const use = uses.get(traced.text) ?? { functions: 0, parameters: new Set() };
    use.functions += 1;
    for (const { declaration } of traced.from) use.parameters.add(declaration.name);
    uses.set(traced.text, use);
  }
  return [...uses]
    .map(([runtime, { functions, parameters }]) => ({ runtime, functions, parameters: [...parameters] }))
    .sort((a, b) => a.runtime.localeCompare(b.runtime));
}

/**
 * @param key Of the template; blank for the root's.
 * @param above Those of the templates that it stands in.
 */
function tracedIn(known: Known, nested: NestedTemplates, key: string, above: readonly string[]): readonly Traced[] {
  const below = nestedStacksOf(known.template).flatMap((stack) => {
    if (stack.condition !== undefined && conditionHolds(stack.condition, known) === false) return [];
    const url = resolve(stack.templateUrl, known)?.text;
    const found = url === undefined ? undefined : findNested(nested, url, key);
    // A template that nests itself is CloudFormation's to refuse.
    if (!found || found.key === key || above.includes(found.key)) return [];
    const values = new Map<string, Traced>();
    for (const [name, declaration] of declarationsOf(found.template)) {
      const handed = Object.hasOwn(stack.parameters, name)
        ? resolve(stack.parameters[name], known)
        : defaultOf(declaration.default);
      if (handed) values.set(name, { ...handed, type: declaration.type });
    }
    return tracedIn({ template: found.template, values }, nested, found.key, [...above, key]);
  });
  return [...ownRuntimes(known), ...below];
}

function ownRuntimes(known: Known): readonly Traced[] {
  const resources = section(known.template, "Resources");
  const globals = section(known.template, "Globals", "Function").Runtime;
  return Object.keys(resources).flatMap((logicalId) => {
    const resource = section(resources, logicalId);
    if (!functionTypes.includes(resource.Type)) return [];
    if (typeof resource.Condition === "string" && conditionHolds(resource.Condition, known) === false) return [];
    const own = section(resource, "Properties").Runtime;
    const runtime = own === undefined && resource.Type === "AWS::Serverless::Function" ? globals : own;
    return resolve(runtime, known) ?? [];
  });
}

function defaultOf(text: string | undefined): Traced | undefined {
  return text === undefined ? undefined : { text, type: "String", from: [] };
}
