import type { DescribeStackResourceDriftsInput, StackResourceDrift } from "@aws-sdk/client-cloudformation";
import type { DriftApi } from "./clients.ts";
import type { DriftFinding, DriftPart, NotChecked } from "./driftReport.ts";
import { type PageToken, pages } from "./pages.ts";
import { sideBySide } from "./sideBySide.ts";
import type { Timing } from "./timing.ts";

export interface DetectionOptions {
  readonly stacks: DriftApi;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  /** Detections at once. CloudFormation asks the services for every resource of a stack, and those have limits, too. */
  readonly limit?: number;
  /** Calls in all, so that a stack that never gets ready costs no more than that. */
  readonly callBudget?: number;
}

interface StackAt {
  readonly stackId: string;
  /** Name of the root stack, then logical IDs. */
  readonly where: readonly string[];
}

/**
 * Has CloudFormation look for drift in a stack and in all stacks nested in it: it looks at no nested stack by itself.
 * What can't be looked at is said and stops nothing else.
 */
export async function driftOfResources(root: StackAt, options: DetectionOptions): Promise<DriftPart> {
  const { signal, limit = 5, callBudget = 2000 } = options;
  const findings: DriftFinding[] = [];
  const notChecked: NotChecked[] = [];
  let stacksChecked = 0;
  let calls = 0;
  const counted: Counted = (call) => {
    signal.throwIfAborted();
    calls += 1;
    if (calls > callBudget) throw new Error(`the ${callBudget} calls that this may take are used up`);
    return call({ abortSignal: signal });
  };
  await sideBySide([root], limit, async (stack) => {
    const nested = await heard(stack, notChecked, signal, () => nestedIn(stack, options.stacks, counted));
    const drifts = await heard(stack, notChecked, signal, () => detect(stack, options, counted));
    if (drifts) {
      stacksChecked += 1;
      findings.push(...drifts.map((drift) => findingOf(stack, drift)));
    }
    return nested ?? [];
  });
  const order = (a: { readonly where: readonly string[] }, b: { readonly where: readonly string[] }) =>
    a.where.join("/").localeCompare(b.where.join("/"));
  return { findings: findings.sort(order), notChecked: notChecked.sort(order), stacksChecked };
}

type Counted = <T>(call: (http: { readonly abortSignal: AbortSignal }) => Promise<T>) => Promise<T>;

/** Notes an error as a stack that was not checked; an abort is none. */
async function heard<T>(
  { where }: StackAt,
  notChecked: NotChecked[],
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    // Of a stack whose resources can't be listed drift can't be detected either: one reason is enough.
    const reason = error instanceof Error ? error.message : String(error);
    if (!notChecked.some((one) => one.where === where)) notChecked.push({ check: "resources", where, reason });
    return undefined;
  }
}

async function nestedIn({ stackId, where }: StackAt, stacks: DriftApi, counted: Counted): Promise<readonly StackAt[]> {
  const found: StackAt[] = [];
  // DescribeStackResources ends at 100 resources without a word.
  const read = (token: PageToken) =>
    counted((http) => stacks.listStackResources({ StackName: stackId, ...token }, http));
  for await (const page of pages(read)) {
    for (const { ResourceType, ResourceStatus, PhysicalResourceId, LogicalResourceId } of page.StackResourceSummaries ??
      []) {
      if (ResourceType !== "AWS::CloudFormation::Stack" || !PhysicalResourceId || !LogicalResourceId) continue;
      if (ResourceStatus !== "DELETE_COMPLETE")
        found.push({ stackId: PhysicalResourceId, where: [...where, LogicalResourceId] });
    }
  }
  return found;
}

async function detect(
  { stackId }: StackAt,
  { stacks, timing, signal }: DetectionOptions,
  counted: Counted,
): Promise<readonly StackResourceDrift[]> {
  const { StackDriftDetectionId } = await counted((http) => stacks.detectStackDrift({ StackName: stackId }, http));
  for (let pause = timing.pollMilliseconds; ; pause = Math.min(pause * 1.5, timing.pollMilliseconds * 8)) {
    await timing.sleep(pause, signal);
    const { DetectionStatus, DetectionStatusReason } = await counted((http) =>
      stacks.describeStackDriftDetectionStatus({ StackDriftDetectionId }, http),
    );
    if (DetectionStatus === "DETECTION_FAILED") throw new Error(DetectionStatusReason ?? "the detection failed");
    if (DetectionStatus === "DETECTION_COMPLETE") break;
  }
  const drifts: StackResourceDrift[] = [];
  const request: DescribeStackResourceDriftsInput = {
    StackName: stackId,
    StackResourceDriftStatusFilters: ["MODIFIED", "DELETED"],
  };
  const read = (token: PageToken) =>
    counted((http) => stacks.describeStackResourceDrifts({ ...request, ...token }, http));
  for await (const page of pages(read)) drifts.push(...(page.StackResourceDrifts ?? []));
  return drifts;
}

/** Names of properties, and no values: those of a resource may hold what a parameter had to keep secret. */
function findingOf({ where }: StackAt, drift: StackResourceDrift): DriftFinding {
  const deleted = drift.StackResourceDriftStatus === "DELETED";
  return {
    kind: "resource",
    change: deleted ? "deleted" : "modified",
    where: [...where, drift.LogicalResourceId ?? ""],
    type: drift.ResourceType ?? "",
    physicalId: drift.PhysicalResourceId ?? "",
    properties: (drift.PropertyDifferences ?? []).flatMap(({ PropertyPath }) => PropertyPath ?? []),
    fix: deleted
      ? "Make it again by hand under the same name, or ask Panther how: CloudFormation takes it for there, and an update that touches it fails."
      : "Change it back where it was changed; the CloudFormation console shows both values under Stack info, View drift results. An update overwrites it only where the template changes that property.",
  };
}
