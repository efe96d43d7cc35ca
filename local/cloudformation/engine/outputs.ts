import { resolve } from "../template/intrinsics.ts";
import { toText } from "../template/text.ts";
import { templateOf } from "./lookups.ts";
import type { Services } from "./services.ts";
import type { OutputState, StackState } from "./state.ts";

/** Resolves a stack's outputs. @throws Error with the reason for which the whole operation fails. */
export function outputsOf(services: Services, stack: StackState): readonly OutputState[] {
  const { template, context } = templateOf(services, stack);
  const outputs = Object.entries(template.outputs)
    .filter(([, { condition }]) => condition === undefined || context.condition(condition))
    .map(([key, output]): OutputState => {
      const exportName = output.exportName === undefined ? undefined : toText(resolve(output.exportName, context));
      return {
        key,
        value: toText(resolve(output.value, context)),
        ...(output.description === undefined ? {} : { description: output.description }),
        ...(exportName === undefined ? {} : { exportName }),
      };
    });
  refuseTakenExports(services, stack, outputs);
  refuseLostExports(services, stack, outputs);
  return outputs;
}

function refuseTakenExports(services: Services, stack: StackState, outputs: readonly OutputState[]): void {
  for (const { exportName } of outputs) {
    if (exportName === undefined) continue;
    const owner = services.stacks
      .in(stack.scope)
      .find((other) => other !== stack && other.status !== "DELETE_COMPLETE" && exports(other).has(exportName));
    if (owner) throw new Error(`Export with name ${exportName} is already exported by stack ${owner.name}. `);
  }
}

function refuseLostExports(services: Services, stack: StackState, outputs: readonly OutputState[]): void {
  const kept = new Map(outputs.map(({ exportName, value }) => [exportName, value]));
  for (const [name, value] of exports(stack)) {
    if (kept.get(name) === value) continue;
    const users = importersOf(services, stack, name);
    if (users.length === 0) continue;
    throw new Error(
      kept.has(name)
        ? `Cannot update export ${name} as it is in use by ${users.join(", ")}`
        : `Export ${name} cannot be deleted as it is in use by ${users.join(", ")}`,
    );
  }
}

export function importersOf(services: Services, stack: StackState, exportName: string): readonly string[] {
  return services.stacks
    .in(stack.scope)
    .filter((other) => other !== stack && other.status !== "DELETE_COMPLETE" && other.imports.includes(exportName))
    .map(({ name }) => name);
}

export function exports(stack: StackState): ReadonlyMap<string, string> {
  return new Map(
    stack.outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [[exportName, value] as const])),
  );
}
