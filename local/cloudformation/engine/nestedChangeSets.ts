import { messageOf } from "../errors.ts";
import { resolve } from "../template/intrinsics.ts";
import { knownAfterApply } from "../template/parameters.ts";
import { isRecord } from "../template/template.ts";
import { scalarsToText, toText } from "../template/text.ts";
import { changesTo } from "./changeSetChanges.ts";
import type { ChangeSetState, ResourceChangeState } from "./changeSetState.ts";
import { changeSetArn, nestedStackName } from "./identifiers.ts";
import { templateOf } from "./lookups.ts";
import { nestedTarget } from "./nestedTarget.ts";
import { begin, newNestedStack } from "./newStack.ts";
import type { Services } from "./services.ts";
import { type Definition, nestedStackType, type StackState } from "./state.ts";

/**
 * A change set with those of the nested stacks below it, itself first. As on AWS a nested stack that is to be added stands
 * in REVIEW_IN_PROGRESS from now on, and one change set that fails makes those above it fail.
 * Source: User Guide, "Change sets for nested stacks".
 */
export async function withNested(
  services: Services,
  stack: StackState,
  set: ChangeSetState,
): Promise<readonly ChangeSetState[]> {
  const below: ChangeSetState[] = [];
  let failed: ChangeSetState | undefined;
  const changes: ResourceChangeState[] = [];
  // What the definition makes of the stack, to resolve what it hands down.
  const planned: StackState = { ...stack, definition: set.definition };
  for (const change of set.changes) {
    if (change.type !== nestedStackType || change.action === "Remove") {
      changes.push(change);
      continue;
    }
    const [own, ...deeper] = await nestedSet(services, planned, set, change);
    if (!own) continue;
    below.push(own, ...deeper);
    if (own.status === "FAILED") failed ??= own;
    changes.push({ ...change, physicalId: own.stackId, changeSetId: own.id });
  }
  const whole: ChangeSetState = { ...set, changes, includeNested: true };
  if (failed) {
    whole.status = "FAILED";
    whole.executionStatus = "UNAVAILABLE";
    whole.statusReason = `Nested change set ${failed.id} was not successfully created: Currently in FAILED.`;
  }
  return [whole, ...below];
}

async function nestedSet(
  services: Services,
  parent: StackState,
  above: ChangeSetState,
  { logicalId, physicalId }: ResourceChangeState,
): Promise<readonly ChangeSetState[]> {
  const name = nestedStackName(above.name, logicalId, services.random);
  const existing = services.stacks.living(physicalId);
  const kind = existing && existing.status !== "REVIEW_IN_PROGRESS" ? "UPDATE" : "CREATE";
  const base = {
    id: changeSetArn(parent.scope, name, services.random),
    name,
    kind,
    createdAt: services.clock.now().getTime(),
    includeNested: true,
    parentId: above.id,
    rootId: above.rootId ?? above.id,
  } as const;
  try {
    const definition = await nestedTarget(services, parent, handedDown(services, parent, logicalId));
    const stack = existing ?? reviewed(services, parent, logicalId, definition);
    return await withNested(services, stack, {
      ...base,
      stackId: stack.id,
      definition,
      changes: changesTo(stack, kind, definition),
      status: "CREATE_COMPLETE",
      executionStatus: "AVAILABLE",
    });
  } catch (error) {
    const stack = existing ?? reviewed(services, parent, logicalId, parent.definition);
    return [
      {
        ...base,
        stackId: stack.id,
        definition: stack.definition,
        changes: [],
        status: "FAILED",
        executionStatus: "UNAVAILABLE",
        statusReason: messageOf(error),
      },
    ];
  }
}

/** Properties of a nested stack, where those that a change has yet to make are placeholders. */
function handedDown(services: Services, parent: StackState, logicalId: string): Readonly<Record<string, unknown>> {
  const { template, context } = templateOf(services, parent);
  const declared = template.resources[logicalId]?.properties ?? {};
  const properties = scalarsToText(resolve(declared, { ...context, lenient: true }));
  if (!isRecord(properties)) return {};
  const parameters = isRecord(properties.Parameters) ? properties.Parameters : {};
  const known = Object.entries(parameters).map(([key, value]) => {
    const text = Array.isArray(value) ? toText(value) : value;
    return [key, typeof text !== "string" || /"(Ref|Fn::\w+)":/.test(text) ? knownAfterApply : text] as const;
  });
  return { ...properties, Parameters: Object.fromEntries(known) };
}

function reviewed(services: Services, parent: StackState, logicalId: string, definition: Definition): StackState {
  const before = services.stacks.reviewed(parent.id, logicalId);
  if (before) return before;
  const stack = newNestedStack(services, parent, logicalId, definition, undefined);
  begin(services, stack, "REVIEW_IN_PROGRESS", parent.token);
  return stack;
}
