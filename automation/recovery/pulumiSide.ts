import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { PantherError } from "../../model/error.ts";
import { existingResource } from "../existingResource.ts";
import { type PendingResource, pendingOperations, resolvePendingCreates } from "../pendingCreates.ts";
import { underPulumiLock } from "../pulumiLock.ts";
import { findPulumiStack } from "../pulumiStack.ts";
import { exportState, type State } from "../pulumiState.ts";
import type { Run } from "../run.ts";
import { updateMessage } from "../updateMessage.ts";
import { userAgentVariables } from "../userAgent.ts";
import type { PendingOperation, PulumiSide } from "./recoveryEvents.ts";

/** What Pulumi's state says of the environment. Changes nothing, and takes no lock. */
export async function lookAtPulumi(run: Run): Promise<PulumiSide> {
  try {
    const stack = await findPulumiStack(placeOf(run));
    if (!stack) return { kind: "none" };
    const pending = pendingIn(await exportState(placeOf(run)));
    return { kind: "found", pending, lockPossible: await isLockPossible(run, stack) };
  } catch (error) {
    run.signal.throwIfAborted();
    const { message, fix } =
      error instanceof PantherError
        ? error
        : { message: (error as Error).message, fix: "Log in to the backend that holds the state (pulumi login)." };
    return { kind: "unavailable", message, fix };
  }
}

/** Whether a run was killed and Pulumi has not worked since: what it did would have found the lock. */
async function isLockPossible({ lease }: Run, stack: Pick<Stack, "history">): Promise<boolean> {
  const killed = (lease?.past ?? []).filter(({ record }) => !record?.released).at(-1);
  if (!killed) return false;
  const [last] = await stack.history(1, 1, false);
  return last?.result !== "succeeded" || last.startTime.getTime() < killed.heartbeat.getTime();
}

function pendingIn(state: State): readonly PendingOperation[] {
  return pendingOperations(state).map(({ type, resource: { urn, inputs } }) => {
    const { name } = inputs;
    return { operation: type, urn, ...(typeof name === "string" && { stackName: name }) };
  });
}

/**
 * Settles what a killed Pulumi left open, and cancels the lock of a run that is dead.
 * @throws PantherError `pulumi-locked` where somebody else has the lock.
 */
export async function recoverPulumi(run: Run, side: PulumiSide): Promise<void> {
  if (side.kind !== "found" || (side.pending.length === 0 && !side.lockPossible)) return;
  const place = placeOf(run);
  const stack = await findPulumiStack({ ...place, variables: userAgentVariables({ ...run, runId: run.id }) });
  if (!stack) return;
  run.aboutToChange();
  const message = updateMessage({ ...run, what: "recover", runId: run.id });
  const existing = (resource: PendingResource) => existingResource(run, resource);
  const context = { ...run, environment: run.environment.name, existing };
  await underPulumiLock(context, stack, async () => {
    await resolvePendingCreates(context, stack, message);
    // Takes the lock in any case, so that a dead run's shows; and drops what else is pending.
    const [top] = (await exportState(place)).deployment.resources ?? [];
    if (top) await stack.refresh({ color: "never", suppressProgress: true, target: [top.urn], message });
  });
}

function placeOf({ projectDirectory, environment }: Run) {
  return { projectDirectory, environment: environment.name };
}
