import type { DescribeChangeSetOutput } from "@aws-sdk/client-cloudformation";
import { PantherError } from "../../model/error.ts";
import { describe } from "../adopt/stackCalls.ts";
import type { StackApi } from "../clients.ts";
import { isAbsent } from "../isAbsent.ts";
import { isProtected } from "../isProtected.ts";
import type { Timing } from "../timing.ts";

/** Where to look, how often, and until when. */
export interface Waiting {
  readonly stacks: StackApi;
  readonly timing: Timing;
  readonly signal: AbortSignal;
}

/** CloudFormation takes minutes for nine nested stacks; what takes longer than this hangs. */
export const patience = 20 * 60_000;

/** A change set by its ARN; undefined where it is gone. */
export async function changeSet(stacks: StackApi, arn: string): Promise<DescribeChangeSetOutput | undefined> {
  try {
    return await stacks.describeChangeSet({ ChangeSetName: arn });
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** A change set once CloudFormation has computed it, or failed to; undefined where it went meanwhile. */
export function computed(waiting: Waiting, arn: string): Promise<DescribeChangeSetOutput | undefined> {
  return until(waiting, `the change set ${arn} to be computed`, async () => {
    const set = await changeSet(waiting.stacks, arn);
    return /^CREATE_(PENDING|IN_PROGRESS)$/.test(set?.Status ?? "") ? pending : set;
  });
}

/** Deletes a change set and waits until it is gone. @throws PantherError `preview-not-removed` */
export async function deleteChangeSet(waiting: Waiting, arn: string): Promise<void> {
  // It can't be deleted while it is being computed.
  const set = await computed(waiting, arn);
  if (!set) return;
  await waiting.stacks.deleteChangeSet({ ChangeSetName: arn });
  await until(waiting, `the change set ${arn} to be deleted`, async () => {
    const now = await changeSet(waiting.stacks, arn);
    if (now?.Status !== "DELETE_FAILED") return now ? pending : undefined;
    throw new PantherError(
      "preview-not-removed",
      `CloudFormation could not delete the change set ${arn}: ${now.StatusReason}`,
      `Delete it by hand: aws cloudformation delete-change-set --change-set-name ${arn}`,
    );
  });
}

/**
 * Deletes an empty stack that a change set brought about, and waits until it is gone.
 * @returns false where CloudFormation does not do it, since the root stack is protected from deletion
 */
export async function deleteEmptyStack(waiting: Waiting, stackId: string): Promise<boolean> {
  try {
    await waiting.stacks.deleteStack({ StackName: stackId });
  } catch (error) {
    if (isProtected(error)) return false;
    throw error;
  }
  await until(waiting, `the empty stack ${stackId} to be deleted`, async () => {
    const stack = await describe(waiting.stacks, stackId);
    return stack && stack.StackStatus !== "DELETE_COMPLETE" ? pending : undefined;
  });
  return true;
}

export function isGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "ChangeSetNotFound" || error.name === "ChangeSetNotFoundException") return true;
  return isAbsent(error);
}

const pending = Symbol("pending");

/** Looks often at first, since a small change set takes seconds, and then less. */
async function until<T>(
  { timing, signal }: Waiting,
  what: string,
  look: () => Promise<T | typeof pending>,
): Promise<T> {
  const end = timing.now().getTime() + patience;
  let pause = timing.pollMilliseconds / 2;
  for (;;) {
    const found = await look();
    if (found !== pending) return found;
    if (timing.now().getTime() >= end) {
      throw new PantherError(
        "preview-timeout",
        `After ${patience / 60_000} minutes of waiting for ${what}, CloudFormation has not come to an end.`,
        "Run the same command again later: it removes what is left of this one first. Without --changes nothing waits for it.",
      );
    }
    await timing.sleep(pause, signal);
    pause = Math.min(pause * 1.5, timing.pollMilliseconds * 4);
  }
}
