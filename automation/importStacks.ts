import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { PantherError } from "../model/error.ts";
import {
  asPlanned,
  importedResources,
  isUnread,
  notCompared,
  type PlannedResource,
  parameterNames,
  type StateResource,
  stackRole,
} from "./importedState.ts";
import { type LockContext, underPulumiLock } from "./pulumiLock.ts";
import { ensurePulumiStack, type PulumiPlace } from "./pulumiStack.ts";
import { exportState, importState, type State } from "./pulumiState.ts";
import { type StacksToImport, standingStacks } from "./standingStacks.ts";

/** Of an environment whose file is there and complete. */
export interface ImportRequest extends PulumiPlace, StacksToImport {
  /** Left out: a lock that a dead run has left is nobody's here to cancel. */
  readonly lock?: LockContext;
  readonly signal?: AbortSignal;
  /** What Pulumi notes down for the refresh. */
  readonly message?: string;
}

export interface ImportedStacks {
  /** `present`: they were in the state, and nothing was done. `completed`: a killed import had begun. */
  readonly kind: "imported" | "completed" | "present";
  /**
   * NoEcho parameters of the root stack that the environment's file does not set. The next `up` leaves them to their
   * defaults, and nobody can tell whether they have another value now.
   */
  readonly notCompared: readonly string[];
}

/**
 * Takes hand-made stacks over into Pulumi's state, under the program's own components and provider. Changes nothing in AWS.
 * A preview afterwards shows what differs between AWS and the environment's file, and nothing else.
 *
 * State is made from what a preview plans and what AWS has, and a refresh then lets the plugin fill in the rest.
 * `pulumi import` would record neither the template's URL nor parameters nor the components' inputs, and so be followed by
 * an update. No secret is touched: of a NoEcho parameter state gets the `****` that a refresh would give it, too.
 *
 * Called again, it goes on where a killed one has stopped.
 *
 * @throws PantherError `already-imported`, `operations-pending`, `preview-refused`, `import-mismatch`, `stack-missing`,
 *   `pulumi-locked`, `import-failed` and then state is as it was.
 */
export async function importStacks(request: ImportRequest): Promise<ImportedStacks> {
  const { projectDirectory, environment, lock, signal, message } = request;
  const stack = await ensurePulumiStack(request);
  const locked = <T>(work: () => Promise<T>) => (lock ? underPulumiLock(lock, stack, work) : work());
  const place = { projectDirectory, environment };
  const before = await exportState(place);
  const held = stacksInState(before, request);
  if (held === "whole") return { kind: "present", notCompared: [] };
  const planned = await locked(() => plan(stack, environment, signal));
  const standing = await standingStacks(request, planned);
  signal?.throwIfAborted();
  try {
    const made = importedResources(before.deployment.resources ?? [], planned, standing);
    await locked(() => importState(place, withResources(before, made)));
    // What each stack has beside its inputs is for the plugin to say, in its own form.
    const quiet = { color: "never", suppressProgress: true, suppressOutputs: true } as const;
    await locked(() => stack.refresh({ ...quiet, ...(message !== undefined && { message }) }));
    const refreshed = await exportState(place);
    const resources = refreshed.deployment.resources ?? [];
    const found = resources.filter(({ urn }) => stackRole(urn) !== undefined);
    if (found.length < Object.keys(standing).length) throw new Error("A stack was gone when Pulumi looked at it");
    const settled = resources.map((resource) => asPlanned(resource, planned));
    await locked(() => importState(place, withResources(refreshed, settled)));
  } catch (error) {
    if (error instanceof PantherError) throw error;
    const restored = await importState(place, before).then(
      () => true,
      () => false,
    );
    const state = restored ? "Pulumi's state is as it was before" : "Pulumi's state could not be put back as it was";
    throw new PantherError(
      "import-failed",
      `Pulumi did not take the stacks of ${environment} over: ${(error as Error).message}`,
      `Mend what it names, then run the same command again. ${state}; nothing was changed in AWS.`,
      { cause: error },
    );
  }
  const rootPlan = planned.find(({ urn }) => stackRole(urn) === "root");
  return {
    kind: held === "begun" ? "completed" : "imported",
    notCompared: rootPlan && standing.root ? notCompared(parameterNames(rootPlan), standing.root) : [],
  };
}

/**
 * Whether a state has the stacks that are to be taken over: none of them, all but without what a refresh adds, or whole.
 * @throws PantherError `already-imported`, `operations-pending`.
 */
export function stacksInState(
  { deployment }: State,
  { environment, root, role }: Pick<ImportRequest, "environment" | "root" | "role">,
): "none" | "begun" | "whole" {
  const stacks = (deployment.resources ?? []).filter(({ urn }) => stackRole(urn) !== undefined);
  const wanted = [root.stackId, ...(role ? [role.stackId] : [])];
  const stranger = stacks.find(({ id = "" }) => !wanted.includes(id));
  if (stranger) {
    throw new PantherError(
      "already-imported",
      `Pulumi's state of ${environment} has another stack already: ${stranger.id}. Nothing was changed.`,
      `See what an update would do: pulumi preview -s ${environment}. If that is another Panther, choose another name for this environment.`,
    );
  }
  if ((deployment.pending_operations ?? []).length > 0) {
    throw new PantherError(
      "operations-pending",
      `Pulumi was stopped in the middle of an operation on ${environment}. Nothing was changed.`,
      `Have it look what came of it, then run the same command again: panther recover ${environment} (pulumi refresh -s ${environment} where the environment has no file yet).`,
    );
  }
  if (stacks.length === 0) return "none";
  return stacks.length < wanted.length || stacks.some(isUnread) ? "begun" : "whole";
}

/** What the program plans, with URNs, parents and the provider's and the components' inputs as the next `up` has them. */
async function plan(stack: Stack, environment: string, signal?: AbortSignal): Promise<readonly PlannedResource[]> {
  const planned: PlannedResource[] = [];
  const problems: string[] = [];
  try {
    await stack.preview({
      color: "never",
      suppressProgress: true,
      ...(signal && { signal }),
      onEvent: ({ resourcePreEvent, diagnosticEvent }) => {
        const resource = resourcePreEvent?.metadata.new;
        if (resource) planned.push(resource);
        if (diagnosticEvent?.severity === "error") problems.push(diagnosticEvent.message.trim());
      },
    });
    return planned;
  } catch (error) {
    signal?.throwIfAborted();
    throw new PantherError(
      "preview-refused",
      `A preview of ${environment} fails: ${problems.join("\n") || (error as Error).message}`,
      `Correct stacks/Pulumi.${environment}.yaml, then run the same command again. Nothing was changed.`,
      { cause: error },
    );
  }
}

function withResources(state: State, resources: readonly StateResource[]): State {
  return { ...state, deployment: { ...state.deployment, resources } };
}
