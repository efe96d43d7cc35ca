import type {
  DescribeStackDriftDetectionStatusOutput,
  DescribeStackResourceDriftsInput,
  DescribeStackResourceDriftsOutput,
  DetectStackDriftInput,
} from "@aws-sdk/client-cloudformation";
import { messageOf, validationError } from "../errors.ts";
import type { Scope } from "../types.ts";
import { compareDrift } from "./compareDrift.ts";
import type { CheckedDrift, DetectionState } from "./driftState.ts";
import { driftView } from "./driftViews.ts";
import { uuid } from "./identifiers.ts";
import { rootOf } from "./lookups.ts";
import { page } from "./pages.ts";
import { requestFor } from "./plainResource.ts";
import { bracketed, stackFor } from "./reading.ts";
import type { Services } from "./services.ts";
import { isGone, type ResourceState, type StackState } from "./state.ts";

/** Source: CloudFormation's API reference, DetectStackDrift, and the user guide on drift of imported resources. */
const checkable: ReadonlySet<string> = new Set([
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "UPDATE_ROLLBACK_FAILED",
  "IMPORT_COMPLETE",
  "IMPORT_ROLLBACK_COMPLETE",
]);

/** A detection takes that long besides what a resource's operation takes, so that it is seen in progress. */
const baseMilliseconds = 100;

/** Starts a detection on one stack; stacks nested in it are none of its business, as on AWS. @throws ApiError */
export function detectDrift(
  services: Services,
  scope: Scope,
  input: DetectStackDriftInput,
): { readonly StackDriftDetectionId: string } {
  const stack = stackFor(services, scope, input.StackName, bracketed);
  refuseUnlessCheckable(stack);
  const ids = input.LogicalResourceIds ?? [];
  const missing = ids.filter((id) => !stack.resources[id]);
  if (missing.length > 0) {
    throw validationError(`Resources [${missing.join(", ")}] do not exist in stack [${stack.name}]`);
  }
  const detection: DetectionState = {
    id: uuid(services.random),
    at: services.clock.now().getTime(),
    status: "DETECTION_IN_PROGRESS",
  };
  stack.detections = [...(stack.detections ?? []), detection];
  services.changed();
  // Every way that it may end is one of its statuses.
  void run(services, stack, detection, new Set(ids));
  return { StackDriftDetectionId: detection.id };
}

/** @throws ApiError */
export function describeDetection(
  services: Services,
  scope: Scope,
  id: string | undefined,
): DescribeStackDriftDetectionStatusOutput {
  for (const stack of services.stacks.in(scope)) {
    const detection = stack.detections?.find((candidate) => candidate.id === id);
    if (!detection) continue;
    const { status, reason, drifted, at } = detection;
    return {
      StackId: stack.id,
      StackDriftDetectionId: detection.id,
      DetectionStatus: status,
      Timestamp: new Date(at),
      ...(reason !== undefined && { DetectionStatusReason: reason }),
      ...(drifted !== undefined && {
        StackDriftStatus: drifted === 0 ? "IN_SYNC" : "DRIFTED",
        DriftedStackResourceCount: drifted,
      }),
    };
  }
  throw validationError(`Drift detection [${id ?? ""}] does not exist`);
}

/** @throws ApiError */
export function describeDrifts(
  services: Services,
  scope: Scope,
  input: DescribeStackResourceDriftsInput,
): DescribeStackResourceDriftsOutput {
  const stack = stackFor(services, scope, input.StackName, bracketed);
  const filters = input.StackResourceDriftStatusFilters ?? [];
  const drifts = Object.values(stack.resources).flatMap((record) => driftView(stack, record) ?? []);
  const wanted = drifts.filter(
    ({ StackResourceDriftStatus: status }) => filters.length === 0 || (status && filters.includes(status)),
  );
  const { items, nextToken } = page(wanted, input.NextToken);
  return { StackResourceDrifts: [...items], NextToken: nextToken };
}

/** Ends what a process that is gone had begun. */
export function abandonDetection(stack: StackState): void {
  for (const detection of stack.detections ?? []) {
    if (detection.status === "DETECTION_IN_PROGRESS") fail(detection, detection.at, "Internal failure");
  }
}

function refuseUnlessCheckable(stack: StackState): void {
  if (!checkable.has(stack.status)) {
    throw validationError(`Drift detection cannot be performed on stack [${stack.id}] in state ${stack.status}`);
  }
  if (stack.detections?.some(({ status }) => status === "DETECTION_IN_PROGRESS")) {
    throw validationError(`Drift detection is already in progress for stack [${stack.id}]`);
  }
}

async function run(
  services: Services,
  stack: StackState,
  detection: DetectionState,
  only: ReadonlySet<string>,
): Promise<void> {
  await services.clock.sleep(baseMilliseconds + services.settings().resourceSeconds * 1000);
  const problems: string[] = [];
  const now = () => services.clock.now().getTime();
  for (const record of Object.values(stack.resources)) {
    if (isGone(record) || (only.size > 0 && !only.has(record.logicalId))) continue;
    if (!checkable.has(stack.status)) problems.push(`Stack [${stack.name}] went to ${stack.status} meanwhile`);
    if (!checkable.has(stack.status)) break;
    try {
      record.drift = { ...(await driftOf(services, stack, record)), at: now() };
    } catch (error) {
      problems.push(`Failed to detect drift on resource [${record.logicalId}]: ${messageOf(error)}`);
    }
  }
  if (problems.length > 0) fail(detection, now(), problems.join("; "));
  else {
    const drifted = Object.values(stack.resources).filter(
      ({ drift }) => drift?.status === "MODIFIED" || drift?.status === "DELETED",
    );
    Object.assign(detection, { status: "DETECTION_COMPLETE", at: now(), drifted: drifted.length });
  }
  services.changed();
}

function fail(detection: DetectionState, at: number, reason: string): void {
  Object.assign(detection, { status: "DETECTION_FAILED", at, reason });
}

async function driftOf(services: Services, stack: StackState, record: ResourceState): Promise<CheckedDrift> {
  // AWS looks at no custom resource, and at a nested stack only when it is asked for by its own ARN.
  if (/^(Custom::|AWS::CloudFormation::|AWS::Serverless::)/.test(record.type)) return { status: "NOT_CHECKED" };
  const { physicalId } = record;
  if (physicalId === undefined) return { status: "NOT_CHECKED" };
  const live = await services.resources.read?.({ ...requestFor(stack, record), physicalId });
  const place = { rootName: rootOf(services, stack).name, path: [...stack.path, record.logicalId] };
  return compareDrift(record, live, services.outsideChanges.of(place));
}
