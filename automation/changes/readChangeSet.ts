import type { Change, DescribeChangeSetOutput, StackResourceSummary } from "@aws-sdk/client-cloudformation";
import { type DescribedChange, type DescribedStack, nestedStackType } from "../../model/changes/describedStack.ts";
import { PantherError } from "../../model/error.ts";
import { section } from "../../model/release/template.ts";
import { parseTemplate } from "../../model/release/templateText.ts";
import { templateOf } from "../adopt/stackCalls.ts";
import type { StackApi } from "../clients.ts";
import { pages } from "../pages.ts";

const nothing: DescribedStack = { changes: [], nested: new Map(), unknownParameters: new Set() };

/** What CloudFormation puts in the place of a value that another nested stack hands over. */
const knownLater = "KNOWN_AFTER_APPLY";

/**
 * Reads a computed change set, all its pages, and those of the nested stacks.
 * @throws PantherError `change-set-failed` with the reason of the one that failed first
 */
export async function readChangeSet(stacks: StackApi, set: DescribeChangeSetOutput): Promise<DescribedStack> {
  if (set.Status === "FAILED") {
    if (isEmpty(set.StatusReason)) return nothing;
    throw await failure(stacks, set);
  }
  const changes: DescribedChange[] = [];
  const nested = new Map<string, DescribedStack>();
  for (const { ResourceChange: change } of [...(set.Changes ?? []), ...(await furtherPages(stacks, set))]) {
    if (!change) continue;
    changes.push(change);
    const inside = await insideOf(stacks, change);
    if (inside) nested.set(change.LogicalResourceId ?? "", inside);
  }
  const unknown = (set.Parameters ?? []).filter(({ ParameterValue = "" }) => ParameterValue.includes(knownLater));
  return { changes, nested, unknownParameters: new Set(unknown.map(({ ParameterKey = "" }) => ParameterKey)) };
}

async function insideOf(
  stacks: StackApi,
  change: NonNullable<Change["ResourceChange"]>,
): Promise<DescribedStack | undefined> {
  const { Action, ResourceType, PhysicalResourceId, PolicyAction, ChangeSetId } = change;
  if (ChangeSetId) return await readChangeSet(stacks, await stacks.describeChangeSet({ ChangeSetName: ChangeSetId }));
  const goes = Action === "Remove" && ResourceType === nestedStackType && PolicyAction !== "Retain";
  return goes && PhysicalResourceId ? await removedStack(stacks, PhysicalResourceId) : undefined;
}

async function furtherPages(stacks: StackApi, { ChangeSetId, NextToken }: DescribeChangeSetOutput) {
  const changes: Change[] = [];
  let token = NextToken;
  while (token) {
    const page = await stacks.describeChangeSet({ ChangeSetName: ChangeSetId, NextToken: token });
    changes.push(...(page.Changes ?? []));
    token = page.NextToken;
  }
  return changes;
}

/** What is in a nested stack that is to be removed: no change set says it. */
async function removedStack(stacks: StackApi, stackId: string): Promise<DescribedStack> {
  const resources = await resourcesOf(stacks, stackId);
  const declared = section(parseTemplate(await templateOf(stacks, stackId)), "Resources");
  const changes: DescribedChange[] = [];
  const nested = new Map<string, DescribedStack>();
  for (const { LogicalResourceId = "", ResourceType, PhysicalResourceId, ResourceStatus } of resources) {
    if (ResourceStatus === "DELETE_COMPLETE") continue;
    const { DeletionPolicy } = section(declared, LogicalResourceId);
    // It goes for creations only; what stands is kept.
    const PolicyAction = DeletionPolicy === "RetainExceptOnCreate" ? "Retain" : String(DeletionPolicy ?? "Delete");
    const change = { Action: "Remove", LogicalResourceId, ResourceType, PhysicalResourceId, PolicyAction } as const;
    changes.push(change);
    if (ResourceType !== nestedStackType || PolicyAction === "Retain" || !PhysicalResourceId) continue;
    nested.set(LogicalResourceId, await removedStack(stacks, PhysicalResourceId));
  }
  return { ...nothing, changes, nested };
}

/** All of them: DescribeStackResources would end after 100. */
async function resourcesOf(stacks: StackApi, stackId: string): Promise<readonly StackResourceSummary[]> {
  const found: StackResourceSummary[] = [];
  for await (const page of pages((token) => stacks.listStackResources({ StackName: stackId, ...token }))) {
    found.push(...(page.StackResourceSummaries ?? []));
  }
  return found;
}

// CloudFormation has no status of its own for a change set without changes.
function isEmpty(reason = ""): boolean {
  return /didn't contain changes|No updates are to be performed/i.test(reason);
}

/** Those above only say which nested change set failed. */
async function failure(stacks: StackApi, set: DescribeChangeSetOutput): Promise<PantherError> {
  const { StackName = "", StatusReason = "" } = set;
  const [below] = /arn:[^\s]+:changeSet\/[^\s]+/.exec(StatusReason) ?? [];
  if (below && below !== set.ChangeSetId) {
    const deeper = await stacks.describeChangeSet({ ChangeSetName: below }).catch(() => undefined);
    if (deeper?.StatusReason) return await failure(stacks, deeper);
  }
  return changeSetFailed(StackName, StatusReason);
}

export function changeSetFailed(stackName: string, reason: string): PantherError {
  return new PantherError(
    "change-set-failed",
    `CloudFormation can't tell what would change. Of stack ${stackName} it says: ${reason}`,
    "Where it is about a value that another nested stack hands over, CloudFormation can't look ahead: leave --changes out. Anything else would fail in the update, too: see to that first.",
  );
}
