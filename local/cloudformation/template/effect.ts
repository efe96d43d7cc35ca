import { activeResources, resolveContext } from "./context.ts";
import { resolve } from "./intrinsics.ts";
import type { ParameterValues } from "./parameters.ts";
import type { StackIdentity } from "./pseudoParameters.ts";
import type { Template } from "./template.ts";
import { canonical } from "./text.ts";

/**
 * What a template with its parameters amounts to, per resource and for the outputs, as comparable text.
 * References to resources stay symbolic, so that nothing has to exist. CloudFormation judges by this whether there is
 * anything to update: a new description, an unused parameter or mapping, or another DeletionPolicy alone is no update.
 */
export function effectOf(template: Template, values: ParameterValues, stack: StackIdentity): Effect {
  const context = resolveContext(
    template,
    values,
    stack,
    {
      ref: (name) => ({ Ref: name }),
      attribute: (id, name) => ({ "Fn::GetAtt": [id, name] }),
      importValue: (name) => ({ "Fn::ImportValue": name }),
    },
    { lenient: true },
  );
  const resources = Object.fromEntries(
    activeResources(template, context).map((id) => {
      const { type, properties, metadata } = template.resources[id] ?? {
        type: "",
        properties: {},
        metadata: undefined,
      };
      return [id, canonical([type, resolve(properties, context), metadata ?? null])];
    }),
  );
  const outputs = Object.entries(template.outputs)
    .filter(([, { condition }]) => condition === undefined || context.condition(condition))
    .map(([id, output]) => [id, resolve(output.value, context), resolve(output.exportName ?? null, context)]);
  return { resources, outputs: canonical(outputs) };
}

export interface Effect {
  readonly resources: Readonly<Record<string, string>>;
  readonly outputs: string;
}

export function sameEffect(left: Effect, right: Effect): boolean {
  return left.outputs === right.outputs && canonical(left.resources) === canonical(right.resources);
}
