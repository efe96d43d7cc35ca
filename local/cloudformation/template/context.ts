import { evaluate, type ResolveContext } from "./intrinsics.ts";
import { type ParameterValues, referencedValue, shownValue } from "./parameters.ts";
import { pseudoParameter, type StackIdentity } from "./pseudoParameters.ts";
import { referencesIn } from "./references.ts";
import type { Template } from "./template.ts";

/** What is known of the stack's resources while resolving. */
export interface ResourceView {
  ref(logicalId: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  importValue(name: string): unknown;
}

/** Makes the context in which a template's values are resolved. With `masked`, NoEcho parameters read "****". */
export function resolveContext(
  template: Template,
  values: ParameterValues,
  stack: StackIdentity,
  resources: ResourceView,
  options: { readonly masked?: boolean; readonly lenient?: boolean } = {},
): ResolveContext {
  const known = new Map<string, boolean>();
  const context: ResolveContext = {
    region: stack.scope.region,
    mappings: template.mappings,
    lenient: options.lenient ?? false,
    ref(name) {
      const declaration = template.parameters[name];
      const value = values[name];
      if (declaration && value !== undefined) {
        return options.masked && declaration.noEcho
          ? shownValue(declaration, value)
          : referencedValue(declaration, value);
      }
      return pseudoParameter(name, stack) ?? resources.ref(name);
    },
    attribute: (logicalId, name) => resources.attribute(logicalId, name),
    importValue: (name) => resources.importValue(name),
    condition(name) {
      const before = known.get(name);
      if (before !== undefined) return before;
      if (!(name in template.conditions)) {
        throw new Error(
          `Template format error: Unresolved condition dependency ${name} in the Resources block of the template`,
        );
      }
      const holds = evaluate(template.conditions[name], context);
      known.set(name, holds);
      return holds;
    },
  };
  return context;
}

/** Logical IDs of the resources that stand under the template's conditions, in the template's order. */
export function activeResources(template: Template, context: ResolveContext): readonly string[] {
  return Object.entries(template.resources)
    .filter(([, { condition }]) => condition === undefined || context.condition(condition))
    .map(([id]) => id);
}

/** What a resource needs first: what it names in the branches that count, and what it says in DependsOn. */
export function dependenciesOf(template: Template, id: string, context: ResolveContext): readonly string[] {
  const resource = template.resources[id];
  if (!resource) return [];
  const named = referencesIn(resource.properties, (condition) => context.condition(condition));
  return [...new Set([...named, ...resource.dependsOn])].filter((name) => name in template.resources);
}
