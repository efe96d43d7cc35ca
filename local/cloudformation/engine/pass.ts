import { messageOf } from "../errors.ts";
import { dependenciesOf } from "../template/context.ts";
import { inDependencyOrder } from "../template/graph.ts";
import { resolve } from "../template/intrinsics.ts";
import { isRecord } from "../template/template.ts";
import { canonical, scalarsToText } from "../template/text.ts";
import { failures } from "./failures.ts";
import { type StackTemplate, templateOf } from "./lookups.ts";
import { outputsOf } from "./outputs.ts";
import { anyOf } from "./pause.ts";
import { createResource, updateResource } from "./plainResource.ts";
import { recordResource } from "./record.ts";
import type { Outcome, Services } from "./services.ts";
import { nestedStackType, type ResourceState, type StackState } from "./state.ts";
import { takesStackTags } from "./taggable.ts";

export type PassResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: string /** Stopped from outside, not by a failure of its own. */;
      readonly cancelled: boolean;
    };

/**
 * Brings a stack's resources to what its definition says: creates, updates, or leaves alone; deletes nothing.
 * The first failure cancels what is still running, as on AWS; the reason lists all that did not make it, in no telling order.
 */
export async function forwardPass(services: Services, stack: StackState, outer: AbortSignal): Promise<PassResult> {
  const stop = new AbortController();
  const signal = anyOf(outer, stop.signal);
  const failedToCreate: string[] = [];
  const failedToUpdate: string[] = [];
  let cancelled = true;
  try {
    const loaded = templateOf(services, stack);
    const needs = new Map(loaded.active.map((id) => [id, dependenciesOf(loaded.template, id, loaded.context)]));
    await inDependencyOrder(
      loaded.active,
      (id) => needs.get(id) ?? [],
      async (id) => {
        const existed = stack.resources[id] !== undefined;
        const outcome = await deploy(services, stack, loaded, id, needs.get(id) ?? [], signal);
        if (outcome === "done") return true;
        if (outcome === "failed") cancelled = false;
        (existed ? failedToUpdate : failedToCreate).push(id);
        stop.abort();
        return false;
      },
      () => signal.aborted,
    );
    if (!signal.aborted) {
      stack.outputs = outputsOf(services, stack);
      return { ok: true };
    }
  } catch (error) {
    return { ok: false, reason: `${messageOf(error)} `, cancelled: false };
  }
  return { ok: false, reason: failures("create", failedToCreate) + failures("update", failedToUpdate), cancelled };
}

async function deploy(
  services: Services,
  stack: StackState,
  loaded: StackTemplate,
  id: string,
  dependsOn: readonly string[],
  signal: AbortSignal,
): Promise<Outcome> {
  const existing = stack.resources[id];
  let wanted: ResourceState;
  try {
    wanted = wantedState(loaded, id, dependsOn);
  } catch (error) {
    // What can't be resolved fails with the resource that asked for it.
    const record = existing ?? blank(loaded, id, dependsOn);
    stack.resources[id] = record;
    if (existing && stack.journal) stack.journal.changes[id] ??= "untouched";
    recordResource(services, stack, record, existing ? "UPDATE_FAILED" : "CREATE_FAILED", messageOf(error));
    return "failed";
  }
  if (!existing) {
    stack.resources[id] = wanted;
    return wanted.type === nestedStackType
      ? services.nested.create(services, stack, wanted, signal)
      : createResource(services, stack, wanted, signal);
  }
  const changed = canonical(existing.properties) !== canonical(wanted.properties);
  adoptDeclaration(existing, wanted);
  if (wanted.type === nestedStackType) return services.nested.update(services, stack, existing, wanted, signal);
  if (!changed && !retagged(stack, existing)) return "done";
  return updateResource(services, stack, existing, wanted, signal, (change, replaced) => {
    if (!stack.journal) return;
    stack.journal.changes[id] = change;
    if (!replaced) return;
    stack.journal.obsolete.push(replaced);
    stack.journal.fresh.push(existing);
  });
}

function wantedState(loaded: StackTemplate, id: string, dependsOn: readonly string[]): ResourceState {
  const record = blank(loaded, id, dependsOn);
  const declared = loaded.template.resources[id]?.properties ?? {};
  const properties = scalarsToText(resolve(declared, loaded.context));
  record.properties = isRecord(properties) ? properties : {};
  const shown = loaded.shown === loaded.context ? record.properties : scalarsToText(resolve(declared, loaded.shown));
  record.shownProperties = JSON.stringify(shown);
  return record;
}

function blank(loaded: StackTemplate, id: string, dependsOn: readonly string[]): ResourceState {
  const declaration = loaded.template.resources[id];
  return {
    logicalId: id,
    type: declaration?.type ?? "",
    status: "CREATE_IN_PROGRESS",
    changedAt: 0,
    properties: {},
    shownProperties: "{}",
    attributes: {},
    dependsOn,
    ...(declaration?.metadata === undefined ? {} : { metadata: declaration.metadata }),
    ...(declaration?.deletionPolicy === undefined ? {} : { deletionPolicy: declaration.deletionPolicy }),
    ...(declaration?.updateReplacePolicy === undefined ? {} : { updateReplacePolicy: declaration.updateReplacePolicy }),
  };
}

// Policies, metadata and dependencies belong to CloudFormation alone: they change without an update of the resource.
function adoptDeclaration(record: ResourceState, wanted: ResourceState): void {
  record.dependsOn = wanted.dependsOn;
  for (const key of ["metadata", "deletionPolicy", "updateReplacePolicy"] as const) delete record[key];
  const { metadata, deletionPolicy, updateReplacePolicy } = wanted;
  Object.assign(record, JSON.parse(JSON.stringify({ metadata, deletionPolicy, updateReplacePolicy })));
}

// Stack tags reach every resource that takes tags, so that a change of them is an update of each.
function retagged(stack: StackState, record: ResourceState): boolean {
  const before = stack.journal?.before.definition.tags;
  return before !== undefined && takesStackTags(record.type) && canonical(before) !== canonical(stack.definition.tags);
}
