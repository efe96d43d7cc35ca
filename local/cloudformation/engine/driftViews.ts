import type {
  PropertyDifference,
  StackDriftInformation,
  StackResourceDrift,
  StackResourceDriftInformation,
} from "@aws-sdk/client-cloudformation";
import { isRecord } from "../template/template.ts";
import { canonical, toText } from "../template/text.ts";
import type { Difference } from "./driftState.ts";
import type { ResourceState, StackState } from "./state.ts";

/** What DescribeStacks says of a stack's drift: that of the last detection that came to an end. */
export function stackDrift({ detections = [] }: StackState): StackDriftInformation {
  const last = detections.findLast(({ drifted }) => drifted !== undefined);
  if (!last) return { StackDriftStatus: "NOT_CHECKED" };
  return { StackDriftStatus: last.drifted === 0 ? "IN_SYNC" : "DRIFTED", LastCheckTimestamp: new Date(last.at) };
}

export function resourceDrift({ drift }: ResourceState): StackResourceDriftInformation {
  if (!drift || drift.status === "NOT_CHECKED") return { StackResourceDriftStatus: "NOT_CHECKED" };
  return { StackResourceDriftStatus: drift.status, LastCheckTimestamp: new Date(drift.at) };
}

/** A resource of DescribeStackResourceDrifts. Undefined for one that was not checked: AWS leaves those out. */
export function driftView(stack: StackState, record: ResourceState): StackResourceDrift | undefined {
  const { drift } = record;
  if (!drift || drift.status === "NOT_CHECKED") return undefined;
  return {
    StackId: stack.id,
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.physicalId,
    ResourceType: record.type,
    ExpectedProperties: JSON.stringify(drift.expected),
    ...("actual" in drift && { ActualProperties: JSON.stringify(drift.actual) }),
    PropertyDifferences: "differences" in drift ? drift.differences.map(differenceView) : [],
    StackResourceDriftStatus: drift.status,
    Timestamp: new Date(drift.at),
  };
}

function differenceView({ path, expected, actual }: Difference): PropertyDifference {
  return {
    PropertyPath: path,
    ExpectedValue: valueText(expected),
    ActualValue: valueText(actual),
    DifferenceType: expected === undefined ? "ADD" : actual === undefined ? "REMOVE" : "NOT_EQUAL",
  };
}

function valueText(value: unknown): string {
  if (value === undefined) return "null";
  return isRecord(value) || Array.isArray(value) ? canonical(value) : toText(value);
}
