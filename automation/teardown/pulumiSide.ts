import { PantherError } from "../../model/error.ts";
import { conditionOf } from "../../model/rules/stackStatus.ts";
import { stateOfReleaseBucket } from "../../model/teardown/keptState.ts";
import { keptIn, stacksIn, strangersIn } from "../../model/teardown/stateRemoval.ts";
import type { JoinTeardown, PulumiTeardown } from "../../model/teardown/teardownPlan.ts";
import { observeStack } from "../observe.ts";
import { underPulumiLock } from "../pulumiLock.ts";
import { findPulumiStack } from "../pulumiStack.ts";
import { exportState, importState, type State } from "../pulumiState.ts";
import type { Run } from "../run.ts";
import { tagRunning } from "../tagRunning.ts";
import { userAgentVariables } from "../userAgent.ts";
import type { TeardownSide } from "./side.ts";
import type { PulumiResult } from "./teardownEvents.ts";

/** What Pulumi has of the environment. Changes nothing, and takes no lock. */
export async function planPulumi(run: Run, removeStack: boolean, join?: JoinTeardown): Promise<PulumiTeardown> {
  try {
    const place = placeOf(run);
    if (!(await findPulumiStack(place))) return { kind: "none" };
    if (run.environment.sourceDeployer) return keptForDeployer(run);
    const resources = resourcesOf(await exportState(place));
    const bucket = join?.releaseBucket;
    const staying = bucket?.kind === "keep" ? stateOfReleaseBucket(resources) : [];
    const urns = staying.map(({ urn }) => urn);
    const going = resources.filter(({ urn }) => !urns.includes(urn));
    return {
      kind: "found",
      resources: going.length,
      kept: keptIn(going),
      strangers: strangersIn(resources),
      ...(bucket?.kind === "keep" && staying.length > 0
        ? { releaseBucket: bucket.name, removeStack: false }
        : { removeStack }),
    };
  } catch (error) {
    run.signal.throwIfAborted();
    const { message, fix } =
      error instanceof PantherError
        ? error
        : { message: (error as Error).message, fix: "Log in to the backend that holds the state (pulumi login)." };
    return { kind: "unavailable", message, fix };
  }
}

/**
 * Has Pulumi forget what is gone. Not `pulumi destroy`: that would delete once more what a teardown keeps, a release bucket
 * for example, and what protects the stacks in Pulumi would have to be lifted while they stand. Here each stack in the state
 * is looked for in AWS first, and as long as one stands nothing is forgotten. The Pulumi stack stays, with its history.
 * @param bucket name of the release bucket where that still stands
 */
export async function emptyPulumi(
  run: Run,
  sides: readonly TeardownSide[],
  plan: PulumiTeardown,
  bucket?: string,
): Promise<PulumiResult> {
  if (plan.kind === "kept") return plan;
  if (plan.kind !== "found") return { kind: "none" };
  const place = placeOf(run);
  const stack = await findPulumiStack({ ...place, variables: userAgentVariables({ ...run, runId: run.id }) });
  if (!stack) return { kind: "none" };
  const { name } = run.environment;
  const context = { ...run, environment: name };
  const state = await exportState(place);
  const resources = resourcesOf(state);
  const left = await stillThere(sides, resources);
  if (left.length > 0) return { kind: "left", why: `${left.join(", ")} still stands.`, fix: again(name) };
  // Before the state is emptied: what is killed in between comes here again.
  for (const side of sides) await tagRunning(side.run, undefined);
  const strangers = strangersIn(resources);
  if (strangers.length > 0) {
    return {
      kind: "left",
      why: `Pulumi's state of ${name} has what its program did not make: ${strangers.join(", ")}.`,
      fix: `See to it, then: pulumi state unprotect --all -s ${name}, and pulumi destroy --refresh -s ${name}`,
    };
  }
  const staying = bucket === undefined ? [] : stateOfReleaseBucket(resources);
  if (resources.length > staying.length || (state.deployment.pending_operations ?? []).length > 0) {
    run.aboutToChange();
    const { pending_operations: _, ...deployment } = state.deployment;
    await underPulumiLock(context, stack, () =>
      importState(place, { ...state, deployment: { ...deployment, resources: staying } }),
    );
  }
  if (bucket !== undefined && staying.length > 0) return { kind: "bucket-kept", bucket };
  if (!plan.removeStack) return { kind: "emptied" };
  run.aboutToChange();
  // The environment's file belongs to the repository.
  await underPulumiLock(context, stack, () => stack.workspace.removeStack(name, { preserveConfig: true }));
  return { kind: "removed" };
}

function keptForDeployer({ environment: { name } }: Run): Extract<PulumiTeardown, { kind: "kept" }> {
  return {
    kind: "kept",
    why: "it has the machine that deploys from source, with the deployment role",
    fix: `pulumi state unprotect --all -s ${name}, then pulumi destroy -s ${name}`,
  };
}

/** Names of the stacks in a state that CloudFormation still has. */
async function stillThere(
  sides: readonly TeardownSide[],
  resources: ReturnType<typeof resourcesOf>,
): Promise<readonly string[]> {
  const states = await Promise.all(
    stacksIn(resources).map(async (stackId) => {
      const region = stackId.split(":")[3];
      const side = sides.find(({ run }) => run.environment.region === region);
      // One of a region that the file names no more can't be looked at from here.
      if (!side) return stackId;
      const state = await observeStack(side.run.aws.stacks, stackId);
      return state.kind === "absent" || conditionOf(state.status) === "deleted" ? undefined : state.name;
    }),
  );
  return states.filter((name) => name !== undefined);
}

function resourcesOf({ deployment }: State) {
  return deployment.resources ?? [];
}

const again = (name: string) => `Run the same command again, or see what it is: pulumi stack -s ${name}`;

function placeOf({ projectDirectory, environment }: Run) {
  return { projectDirectory, environment: environment.name };
}
