import type { Stack } from "@pulumi/pulumi/automation/index.js";
import * as v from "valibot";
import type { Report } from "./events.ts";
import type { StateResource } from "./importedState.ts";
import { exportState, importState, type State } from "./pulumiState.ts";

const operation = v.object({
  // creating, updating, deleting, …
  type: v.string(),
  resource: v.looseObject({
    urn: v.string(),
    type: v.string(),
    inputs: v.exactOptional(v.record(v.string(), v.unknown()), {}),
  }),
});

/** A resource as it stands in a pending operation: without an ID and outputs. */
export type PendingResource = v.InferOutput<typeof operation>["resource"];

/** What a killed Pulumi left open. */
export function pendingOperations({ deployment }: State): readonly v.InferOutput<typeof operation>[] {
  return v.parse(v.array(operation), deployment.pending_operations ?? []);
}

/** What a killed Pulumi was about to create, and does not know whether it did. */
export function pendingCreatesIn(state: State): readonly PendingResource[] {
  return pendingOperations(state)
    .filter(({ type }) => type === "creating")
    .map(({ resource }) => resource);
}

/** A state with nothing pending, in which those that exist are resources like any other. IDs by URN. */
export function settledState(state: State, ids: ReadonlyMap<string, string>): State {
  const { pending_operations: _, ...deployment } = state.deployment;
  const resources = deployment.resources ?? [];
  const known = new Set(resources.map(({ urn }) => urn));
  const added = pendingCreatesIn(state).flatMap((resource): readonly StateResource[] => {
    const id = ids.get(resource.urn);
    return id === undefined || known.has(resource.urn) ? [] : [{ ...resource, id, outputs: resource.inputs }];
  });
  // Whatever they refer to was there before them, and nothing can refer to them yet: the end is in order.
  return { ...state, deployment: { ...deployment, resources: [...resources, ...added] } };
}

/**
 * Settles what a killed Pulumi left open, or the next `up` would create it a second time: a stack that exists becomes part
 * of the state, anything else is forgotten.
 *
 * `pulumi refresh --import-pending-creates` is meant for this. In 3.245.0 it marks the operation as an import, which nothing
 * in the engine takes up (pkg/resource/deploy), and the refresh that follows drops it: the next `up` fails with "already
 * exists". So the state is written with what is known, and a refresh of these resources has the provider fill in the rest.
 */
export async function resolvePendingCreates(
  context: {
    readonly projectDirectory: string;
    readonly environment: string;
    /** ID of what it was about to create, where that is there. */
    readonly existing: (resource: PendingResource) => Promise<string | undefined>;
    readonly report: Report;
  },
  stack: Pick<Stack, "refresh">,
  message: string,
): Promise<void> {
  const state = await exportState(context);
  const pending = pendingCreatesIn(state);
  if (pending.length === 0) return;
  const ids = new Map<string, string>();
  for (const resource of pending) {
    const { urn, inputs } = resource;
    const id = await context.existing(resource);
    if (id !== undefined) ids.set(urn, id);
    const outcome =
      id === undefined ? "which is not there: it is forgotten" : "which exists: it is taken into Pulumi's state";
    const name = typeof inputs.name === "string" ? inputs.name : urn;
    context.report({ type: "notice", message: `Pulumi was killed while it created ${name}, ${outcome}.` });
  }
  await importState(context, settledState(state, ids));
  if (ids.size > 0) await stack.refresh({ color: "never", suppressProgress: true, target: [...ids.keys()], message });
}
