import { validationError } from "../errors.ts";
import { cycleIn } from "./graph.ts";
import { pseudoParameterNames } from "./pseudoParameters.ts";
import { conditionsIn, referencesIn } from "./references.ts";
import type { Template } from "./template.ts";

/** Refuses a template whose references, conditions or dependencies can't work, in CloudFormation's words. */
export function validateTemplate(template: Template): void {
  const known = new Set([
    ...Object.keys(template.parameters),
    ...Object.keys(template.resources),
    ...pseudoParameterNames,
  ]);
  const resources = Object.entries(template.resources);
  refuseUnresolved(
    resources.flatMap(([, { properties, dependsOn }]) => [...referencesIn(properties), ...dependsOn]),
    known,
    "Resources",
  );
  const outputs = Object.values(template.outputs);
  refuseUnresolved(
    outputs.flatMap(({ value, exportName }) => [...referencesIn([value, exportName])]),
    known,
    "Outputs",
  );
  refuseUnknownConditions(
    resources.flatMap(([, { condition, properties }]) => [
      ...conditionsIn(properties),
      ...(condition ? [condition] : []),
    ]),
    template,
    "Resources",
  );
  refuseUnknownConditions(
    outputs.flatMap(({ condition, value }) => [...conditionsIn(value), ...(condition ? [condition] : [])]),
    template,
    "Outputs",
  );
  const cycle = cycleIn(Object.keys(template.resources), (id) => staticDependencies(template, id));
  if (cycle.length > 0) throw validationError(`Circular dependency between resources: [${cycle.join(", ")}]`);
}

/** Resources that a resource needs before it can be made, whatever the conditions say. */
function staticDependencies(template: Template, id: string): readonly string[] {
  const resource = template.resources[id];
  if (!resource) return [];
  return [...referencesIn(resource.properties), ...resource.dependsOn].filter((name) => name in template.resources);
}

function refuseUnresolved(names: readonly string[], known: ReadonlySet<string>, block: string): void {
  const missing = [...new Set(names.filter((name) => !known.has(name)))];
  if (missing.length > 0) {
    throw validationError(
      `Template format error: Unresolved resource dependencies [${missing.join(", ")}] in the ${block} block of the template`,
    );
  }
}

function refuseUnknownConditions(names: readonly string[], template: Template, block: string): void {
  const missing = [...new Set(names.filter((name) => !(name in template.conditions)))];
  if (missing.length > 0) {
    throw validationError(
      `Template format error: Unresolved condition dependency ${missing.join(", ")} in the ${block} block of the template`,
    );
  }
}
