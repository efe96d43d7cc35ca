import { partitionOf } from "../../../model/release/partition.ts";
import { ResourceError } from "../errors.ts";
import { isRecord } from "../template/template.ts";
import { toText } from "../template/text.ts";
import type { Provisioned, ResourceRequest } from "../types.ts";
import { type Attempt, attempt } from "./attempt.ts";
import type { Strike, StrikeEffect } from "./faults.ts";
import { rootOf } from "./lookups.ts";
import { pause } from "./pause.ts";
import { recordResource } from "./record.ts";
import type { Outcome, Services } from "./services.ts";
import type { Change, ResourceState, StackState } from "./state.ts";

export type Phase = Strike["phase"];

export function strike(
  services: Services,
  stack: StackState,
  logicalId: string,
  on: Strike["on"],
  phase: Phase,
): StrikeEffect {
  const root = rootOf(services, stack);
  return services.faults.strike({
    rootName: root.name,
    path: [...stack.path, logicalId],
    on,
    phase,
    rootTemplateUrl: root.operationUrl ?? root.definition.templateUrl,
  });
}

export function requestFor(stack: StackState, record: ResourceState): ResourceRequest {
  return {
    scope: stack.scope,
    type: record.type,
    logicalId: record.logicalId,
    stackName: stack.name,
    stackId: stack.id,
    properties: record.properties,
    tags: stack.definition.tags,
    ...(stack.definition.roleArn === undefined ? {} : { roleArn: stack.definition.roleArn }),
  };
}

/** Creates a resource that is no nested stack. */
export async function createResource(
  services: Services,
  stack: StackState,
  record: ResourceState,
  signal: AbortSignal,
): Promise<Outcome> {
  recordResource(services, stack, record, "CREATE_IN_PROGRESS");
  const { failure, slowSeconds } = strike(services, stack, record.logicalId, "create", "forward");
  const seconds = services.settings().resourceSeconds + slowSeconds;
  let problem = failure;
  if (problem === undefined) {
    const take = (result: Attempt) => {
      const { physicalId, attributes = {} } = "made" in result ? result.made : { physicalId: result.physicalId };
      if (physicalId !== undefined) record.physicalId = physicalId;
      record.attributes = attributes;
    };
    const call = () => provision(services, stack, record);
    const result = await attempt(services, stack, record.logicalId, signal, call, take);
    if (result && "problem" in result) problem = result.problem;
    // AWS tells of the physical ID in an event of its own, before the resource is ready.
    else if (result) recordResource(services, stack, record, "CREATE_IN_PROGRESS", "Resource creation Initiated");
  }
  const cut = await pause(services, seconds, signal);
  if (cut) {
    recordResource(services, stack, record, "CREATE_FAILED", "Resource creation cancelled");
    return "cancelled";
  }
  if (problem !== undefined) {
    // A custom resource whose function failed has its ID all the same; AWS tells of it in the instant of the failure.
    if (record.physicalId !== undefined) {
      recordResource(services, stack, record, "CREATE_IN_PROGRESS", "Resource creation Initiated");
    }
    recordResource(services, stack, record, "CREATE_FAILED", problem);
    return "failed";
  }
  recordResource(services, stack, record, "CREATE_COMPLETE");
  return "done";
}

function provision(services: Services, stack: StackState, record: ResourceState): Promise<Provisioned> {
  const { accountId, region } = stack.scope;
  // These two have nothing behind them that a provider could make: a URL to signal to, and an application that is inert here.
  if (record.type === "AWS::CloudFormation::WaitConditionHandle") {
    const host = `cloudformation-waitcondition-${region}.s3.${region}.${partitionOf(region).dnsSuffix}`;
    return Promise.resolve({
      physicalId: `https://${host}/${encodeURIComponent(stack.id)}/${record.logicalId}`,
      attributes: {},
    });
  }
  if (isInert(record)) {
    const application = applicationOf(record);
    if (application.startsWith("arn:") && !application.startsWith(`arn:${stack.scope.partition}:`)) {
      // The repository of one partition knows nothing of the others'.
      return Promise.reject(new ResourceError(`Application ${application} could not be found.`));
    }
    return Promise.resolve({
      physicalId: `arn:${stack.scope.partition}:serverlessrepo:${region}:${accountId}:applications/${record.logicalId}`,
      attributes: {},
    });
  }
  return services.resources.create(requestFor(stack, record));
}

function applicationOf({ properties }: ResourceState): string {
  const { Location } = properties;
  return isRecord(Location) ? toText(Location.ApplicationId ?? "") : toText(Location ?? "");
}

export function isInert(record: ResourceState): boolean {
  return record.type === "AWS::CloudFormation::WaitConditionHandle" || record.type === "AWS::Serverless::Application";
}

/** Updates a resource that is no nested stack; `record` still holds what stands, `wanted` what shall stand. */
export async function updateResource(
  services: Services,
  stack: StackState,
  record: ResourceState,
  wanted: Pick<ResourceState, "properties" | "shownProperties">,
  signal: AbortSignal,
  note: (change: Change, replaced?: ResourceState) => void,
): Promise<Outcome> {
  const { failure, slowSeconds } = strike(services, stack, record.logicalId, "update", "forward");
  const before = structuredClone(record);
  record.properties = wanted.properties;
  record.shownProperties = wanted.shownProperties;
  recordResource(services, stack, record, "UPDATE_IN_PROGRESS");
  const seconds = services.settings().resourceSeconds + slowSeconds;
  let problem = failure;
  note("untouched");
  if (problem === undefined && !isInert(record)) {
    note("attempted");
    const take = (result: Attempt) => {
      if ("problem" in result) return;
      const { physicalId, attributes } = result.made;
      record.attributes = attributes;
      record.physicalId = physicalId;
      if (physicalId === before.physicalId) note("applied");
      else note("replaced", before);
    };
    const call = () => changed(services, stack, record, before);
    const result = await attempt(services, stack, record.logicalId, signal, call, take);
    if (result && "problem" in result) problem = result.problem;
    else if (result && record.physicalId !== before.physicalId) announceReplacement(services, stack, record, before);
  }
  const cut = await pause(services, seconds, signal);
  if (cut) {
    recordResource(services, stack, record, "UPDATE_FAILED", "Resource update cancelled");
    return "cancelled";
  }
  if (problem !== undefined) {
    recordResource(services, stack, record, "UPDATE_FAILED", problem);
    return "failed";
  }
  recordResource(services, stack, record, "UPDATE_COMPLETE");
  return "done";
}

function announceReplacement(
  services: Services,
  stack: StackState,
  record: ResourceState,
  before: ResourceState,
): void {
  const requested = "Requested update requires the creation of a new physical resource; hence creating one.";
  recordResource(services, stack, record, "UPDATE_IN_PROGRESS", requested, before.physicalId);
  recordResource(services, stack, record, "UPDATE_IN_PROGRESS", "Resource creation Initiated");
}

/** Asks the provider to turn what `before` describes into what `record` describes. */
export function changed(
  services: Services,
  stack: StackState,
  record: ResourceState,
  before: ResourceState,
): Promise<Provisioned> {
  return services.resources.update({
    ...requestFor(stack, record),
    physicalId: before.physicalId ?? "",
    oldProperties: before.properties,
    attributes: before.attributes,
  });
}
