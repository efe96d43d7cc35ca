import type { ChangeSetSummary } from "@aws-sdk/client-cloudformation";
import { describe } from "../adopt/stackCalls.ts";
import type { StackApi } from "../clients.ts";
import { emptyNestedStacks } from "../emptyNestedStacks.ts";
import type { Report } from "../events.ts";
import { staysProtected } from "../isProtected.ts";
import { pages } from "../pages.ts";
import { type Processes, systemProcesses } from "../processes.ts";
import type { Timing } from "../timing.ts";
import { isPreviewName, processOf } from "./previewName.ts";
import { deleteChangeSet, deleteEmptyStack, isGone, type Waiting } from "./waiting.ts";

/** Longer than a preview takes: from then on nobody waits for a change set whose process can't be looked at. */
const longGone = 3 * 3_600_000;

export interface PreviewPlace {
  readonly stacks: StackApi;
  readonly timing: Timing;
  /** Name of the root stack. */
  readonly rootStackName: string;
  readonly report: Report;
}

/**
 * Removes change sets of previews whose process was killed, with the empty stacks that they brought about. Those of
 * previews that go on are left alone.
 */
export async function removeLeftoverPreviews(
  place: PreviewPlace & { readonly signal: AbortSignal },
  processes?: Processes,
): Promise<void> {
  const { stacks, timing, rootStackName, report } = place;
  const sets = (await changeSetsOf(stacks, rootStackName)).filter(({ ChangeSetName = "" }) =>
    isPreviewName(ChangeSetName),
  );
  if (sets.length === 0) return;
  const running = processes ?? (await systemProcesses());
  for (const { ChangeSetName = "", ChangeSetId = "", Description = "", CreationTime } of sets) {
    const process = processOf(Description);
    const age = timing.now().getTime() - (CreationTime?.getTime() ?? 0);
    const goesOn = (process && (await running.runs(process))) ?? age < longGone;
    if (goesOn) continue;
    report({ type: "notice", message: `${ChangeSetName} was left by a preview that was ended: it is removed.` });
    await removePreview(place, ChangeSetId);
  }
}

/** Removes one change set of a root stack, and the empty stacks that nobody else's change set needs. */
export async function removePreview(waiting: Waiting & PreviewPlace, arn: string): Promise<void> {
  const { stacks, rootStackName } = waiting;
  const root = await describe(stacks, rootStackName);
  await deleteChangeSet(waiting, arn);
  if (!root?.StackId) return;
  const others = await changeSetsOf(stacks, root.StackId);
  // Deleting the change set of a stack that was never created leaves the stack, and deleting a nested change set the
  // nested stack. Source: DeleteChangeSet in the API reference.
  if (root.StackStatus === "REVIEW_IN_PROGRESS" && others.length === 0) await deleteEmptyStack(waiting, root.StackId);
  // While another one is computed, an empty stack may be about to get its change set.
  if (others.some(({ Status }) => /^CREATE_(PENDING|IN_PROGRESS)$/.test(Status ?? ""))) return;
  for (const { name, stackId } of await emptyNestedStacks(stacks, root.StackId)) {
    if ((await changeSetsOf(stacks, stackId)).length > 0 || (await deleteEmptyStack(waiting, stackId))) continue;
    waiting.report({ type: "notice", message: staysProtected(name, rootStackName) });
  }
}

/** Removes a root stack that is empty and that no change set needs. */
export async function removeEmptyRoot(waiting: Waiting & PreviewPlace): Promise<void> {
  const root = await describe(waiting.stacks, waiting.rootStackName);
  if (root?.StackStatus !== "REVIEW_IN_PROGRESS" || !root.StackId) return;
  if ((await changeSetsOf(waiting.stacks, root.StackId)).length === 0) await deleteEmptyStack(waiting, root.StackId);
}

/** The change set of that name; undefined where there is none. */
export async function changeSetNamed(stacks: StackApi, stackName: string, name: string): Promise<string | undefined> {
  return (await changeSetsOf(stacks, stackName)).find(({ ChangeSetName }) => ChangeSetName === name)?.ChangeSetId;
}

/** The change sets of a stack; none where there is no such stack. */
async function changeSetsOf(stacks: StackApi, stackName: string): Promise<readonly ChangeSetSummary[]> {
  const found: ChangeSetSummary[] = [];
  try {
    for await (const page of pages((token) => stacks.listChangeSets({ StackName: stackName, ...token }))) {
      found.push(...(page.Summaries ?? []));
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return found;
}
