import type { Stack } from "@aws-sdk/client-cloudformation";
import { type ChangePreview, changeCounts } from "../../model/changes/changePreview.ts";
import { changeTree } from "../../model/changes/changeTree.ts";
import { PantherError } from "../../model/error.ts";
import type { CheckedHop } from "../../model/release/parameters/hopParameters.ts";
import { type ReleaseVersion, tagOf } from "../../model/release/version.ts";
import { conditionOf } from "../../model/rules/stackStatus.ts";
import { describe } from "../adopt/stackCalls.ts";
import { systemProcesses } from "../processes.ts";
import type { Run } from "../run.ts";
import { changeSetRequest } from "./changeSetRequest.ts";
import { previewDescription, previewName } from "./previewName.ts";
import { changeSetFailed, readChangeSet } from "./readChangeSet.ts";
import { changeSetNamed, removeEmptyRoot, removeLeftoverPreviews, removePreview } from "./removePreviews.ts";
import { computed } from "./waiting.ts";

export interface PreviewedHop {
  /** Null: the first deploy. */
  readonly from: ReleaseVersion | null;
  readonly checked: CheckedHop;
}

type PreviewRun = Pick<Run, "id" | "aws" | "environment" | "report" | "signal" | "timing">;

/**
 * What a hop from what stands now would change, nested stacks included, by a change set that is never executed. It is
 * removed again, with the empty stacks that it brings about, however this ends; what a killed one has left is removed first.
 * @throws PantherError `preview-stack-busy`, `preview-stack-stuck`, `preview-denied`, `preview-needs-secret`,
 * `preview-timeout`, `change-set-failed`; the signal's reason; the SDK's errors as they are.
 */
export async function previewChanges(run: PreviewRun, { from, checked }: PreviewedHop): Promise<ChangePreview> {
  const { aws, environment, timing, signal, report } = run;
  const { rootStackName } = environment;
  const place = { stacks: aws.stacks, timing, rootStackName };
  try {
    await removeLeftoverPreviews({ ...place, report, signal });
    const live = await standing(run);
    const { input, ...said } = changeSetRequest(environment, checked, live);
    const name = previewName(run.id);
    const { self } = await systemProcesses();
    signal.throwIfAborted();
    const message = `Having CloudFormation compute what ${tagOf(checked.release)} changes: this may take some minutes.`;
    report({ type: "notice", message });
    try {
      const { Id = "" } = await aws.stacks
        .createChangeSet({
          ...input,
          ChangeSetName: name,
          Description: previewDescription(self),
          IncludeNestedStacks: true,
          // The SDK repeats a call whose answer was lost: with a token CloudFormation knows it again.
          ClientToken: name,
        })
        .catch((error: unknown) => {
          throw isRefusal(error) ? changeSetFailed(rootStackName, error.message) : error;
        });
      const set = await computed({ stacks: aws.stacks, timing, signal }, Id);
      if (!set) throw removedMeanwhile(rootStackName);
      const stack = changeTree(await readChangeSet(aws.stacks, set), [rootStackName]);
      return { from, to: checked.release, counts: changeCounts(stack), ...said, stack };
    } finally {
      await cleanUp(run, name, live === undefined);
    }
  } catch (error) {
    throw isDenied(error) ? denied(error, rootStackName) : error;
  }
}

/** The root stack, or undefined where a first deploy would begin. @throws PantherError */
async function standing({ aws, environment }: PreviewRun): Promise<Stack | undefined> {
  const stack = await describe(aws.stacks, environment.rootStackName);
  const { StackStatus: status = "" } = stack ?? {};
  const condition = stack && conditionOf(status);
  if (condition === undefined || condition === "deleted") return undefined;
  if (condition === "settled") return stack;
  const name = environment.rootStackName;
  throw condition === "busy"
    ? new PantherError(
        "preview-stack-busy",
        `CloudFormation is at work on ${name} (${status}): what would change can't be told before it is done.`,
        `Wait for it (panther watch ${environment.name}), then run the same command again.`,
      )
    : new PantherError(
        "preview-stack-stuck",
        `${name} is ${status}: CloudFormation takes no change for it as it is.`,
        `See what gets it moving again: panther recover ${environment.name}`,
      );
}

/** However the preview ended: an interruption, too, must leave nothing behind. */
async function cleanUp(run: PreviewRun, name: string, nothingStood: boolean): Promise<void> {
  const { aws, environment, timing, report } = run;
  const { stacks } = aws;
  const { rootStackName } = environment;
  const waiting = { stacks, timing, signal: new AbortController().signal, rootStackName, report };
  if (run.signal.aborted) report({ type: "notice", message: removing });
  try {
    const arn = await changeSetNamed(stacks, rootStackName, name);
    if (arn !== undefined) await removePreview(waiting, arn);
    // An answer that was lost may have left the stack alone.
    else if (nothingStood) await removeEmptyRoot(waiting);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `The change set ${name} of ${rootStackName} could not be removed (${why}). It changes nothing, and the next preview removes it; or: aws cloudformation delete-change-set --stack-name ${rootStackName} --change-set-name ${name} --region ${environment.region}`;
    report({ type: "notice", message });
  }
}

const removing =
  "Interrupted. The change set is removed, which CloudFormation allows once it is computed. A second Ctrl-C ends at once, and leaves it to the next preview.";

/** What CloudFormation says at once to a request that it can't make a change set of. */
function isRefusal(error: unknown): error is Error {
  return (
    error instanceof Error && /^(ValidationError|InsufficientCapabilities|LimitExceeded)(Exception)?$/.test(error.name)
  );
}

export function isDenied(error: unknown): error is Error {
  return error instanceof Error && /^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/.test(error.name);
}

function denied(cause: Error, rootStackName: string): PantherError {
  return new PantherError(
    "preview-denied",
    `AWS does not let the caller look at what would change: ${cause.message}`,
    `Allow the caller cloudformation:CreateChangeSet, DescribeChangeSet, ListChangeSets, DeleteChangeSet, DescribeStacks, ListStacks and DeleteStack on ${rootStackName}* (and iam:PassRole on the stack's role), or leave --changes out.`,
    { cause },
  );
}

function removedMeanwhile(rootStackName: string): PantherError {
  return new PantherError(
    "changed-meanwhile",
    `Somebody removed the change set of ${rootStackName} while it was looked at.`,
    "Run the same command again.",
  );
}
