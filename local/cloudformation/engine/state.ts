import type { ResourceStatus, StackStatus } from "@aws-sdk/client-cloudformation";
import type { ParameterValues } from "../template/parameters.ts";
import type { Scope, Tag } from "../types.ts";
import type { DetectionState, ResourceDriftState } from "./driftState.ts";

// Everything in this file is plain data that survives JSON: it is what a snapshot holds.

/** What a stack is asked to be. */
export interface Definition {
  readonly templateBody: string;
  readonly templateUrl?: string;
  readonly parameters: ParameterValues;
  /** Own tags and those of the parent stack. */
  readonly tags: readonly Tag[];
  readonly capabilities: readonly string[];
  readonly roleArn?: string;
  readonly notificationArns: readonly string[];
}

export interface ResourceState {
  readonly logicalId: string;
  readonly type: string;
  physicalId?: string;
  status: ResourceStatus;
  reason?: string;
  /** Milliseconds since 1970. */
  changedAt: number;
  properties: Record<string, unknown>;
  /** Properties as JSON, with NoEcho parameters masked: what events show. */
  shownProperties: string;
  attributes: Readonly<Record<string, unknown>>;
  metadata?: unknown;
  deletionPolicy?: string;
  updateReplacePolicy?: string;
  /** Logical IDs of what it needs. */
  dependsOn: readonly string[];
  /** What drift detection found last. */
  drift?: ResourceDriftState;
}

export interface OutputState {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

export interface EventState {
  readonly id: string;
  readonly at: number;
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly status: ResourceStatus;
  readonly reason?: string;
  readonly properties?: string;
  readonly token?: string;
}

/**
 * How far an update got with a resource: the provider was never asked; it was asked and may have changed something;
 * it changed the resource; it made another one.
 */
export type Change = "untouched" | "attempted" | "applied" | "replaced";

/** What an update has to remember until it is either finished or undone. */
export interface Journal {
  readonly before: Before;
  readonly changes: Record<string, Change>;
  /** Logical IDs of nested stacks that were called. */
  called: string[];
  /** Replaced resources, to delete once the update stands. */
  readonly obsolete: ResourceState[];
  /** Replacements, to delete when the update is undone. */
  readonly fresh: ResourceState[];
  /** Logical IDs that a rollback has already put right. */
  readonly restored: string[];
  /** DisableRollback: a failure is not undone by itself. */
  readonly keep?: boolean;
}

export interface Before {
  readonly definition: Definition;
  readonly outputs: readonly OutputState[];
  readonly imports: readonly string[];
  readonly resources: Readonly<Record<string, ResourceState>>;
}

export interface StackState {
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  readonly parentId?: string;
  readonly rootId?: string;
  /** Logical IDs from the root stack down to this one; empty for the root. */
  readonly path: readonly string[];
  readonly createdAt: number;
  readonly disableRollback: boolean;
  readonly onFailure: "ROLLBACK" | "DELETE" | "DO_NOTHING";
  readonly timeoutMinutes?: number;
  updatedAt?: number;
  deletedAt?: number;
  status: StackStatus;
  reason?: string;
  definition: Definition;
  outputs: readonly OutputState[];
  /** Names of exports that it imports. */
  imports: readonly string[];
  resources: Record<string, ResourceState>;
  journal?: Journal;
  readonly events: EventState[];
  /** Of a root stack; it holds for the stacks nested in it, too. */
  terminationProtection: boolean;
  policy?: string;
  /** ClientRequestToken of the operation that runs or ran last. */
  token?: string;
  /** Drift detections, oldest first. */
  detections?: DetectionState[];
  /** Template URL that the running operation of a root stack was asked for: faults may be bound to it. */
  operationUrl?: string;
}

export const nestedStackType = "AWS::CloudFormation::Stack";

export function isRetained(policy: string | undefined): boolean {
  return policy === "Retain";
}

export function isGone(record: ResourceState): boolean {
  return record.status === "DELETE_COMPLETE" || record.status === "DELETE_SKIPPED";
}

export function inProgress(stack: StackState): boolean {
  return stack.status.endsWith("_IN_PROGRESS") && stack.status !== "REVIEW_IN_PROGRESS";
}
