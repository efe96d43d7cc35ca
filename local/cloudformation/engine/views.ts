import type {
  Output,
  Parameter,
  Stack,
  StackEvent,
  StackResource,
  StackResourceDetail,
  StackResourceSummary,
  StackSummary,
} from "@aws-sdk/client-cloudformation";
import { loadTemplate } from "../template/load.ts";
import { shownValue } from "../template/parameters.ts";
import { resourceDrift, stackDrift } from "./driftViews.ts";
import { rootOf } from "./lookups.ts";
import { lastOperation } from "./operations.ts";
import type { Services } from "./services.ts";
import type { EventState, ResourceState, StackState } from "./state.ts";

/** A stack as DescribeStacks shows it. */
export function stackView(services: Services, stack: StackState): Stack {
  const { definition } = stack;
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: loadTemplate(definition.templateBody).description,
    Parameters: parametersView(stack),
    CreationTime: new Date(stack.createdAt),
    LastUpdatedTime: optionalDate(stack.updatedAt),
    DeletionTime: optionalDate(stack.deletedAt),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    DisableRollback: stack.disableRollback,
    NotificationARNs: [...definition.notificationArns],
    TimeoutInMinutes: stack.timeoutMinutes,
    Capabilities: [...definition.capabilities] as Stack["Capabilities"],
    Outputs: outputsView(stack),
    RoleARN: definition.roleArn,
    Tags: definition.tags.map(({ key, value }) => ({ Key: key, Value: value })),
    EnableTerminationProtection: rootOf(services, stack).terminationProtection,
    ParentId: stack.parentId,
    RootId: stack.rootId,
    DriftInformation: stackDrift(stack),
    LastOperations: [...lastOperation(stack)],
  };
}

export function stackSummary(stack: StackState): StackSummary {
  return {
    StackId: stack.id,
    StackName: stack.name,
    TemplateDescription: loadTemplate(stack.definition.templateBody).description,
    CreationTime: new Date(stack.createdAt),
    LastUpdatedTime: optionalDate(stack.updatedAt),
    DeletionTime: optionalDate(stack.deletedAt),
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    ParentId: stack.parentId,
    RootId: stack.rootId,
    DriftInformation: stackDrift(stack),
  };
}

export function parametersView(stack: StackState): Parameter[] {
  const { parameters } = loadTemplate(stack.definition.templateBody);
  return Object.entries(stack.definition.parameters).map(([name, value]) => ({
    ParameterKey: name,
    ParameterValue: shownValue(parameters[name], value),
  }));
}

function outputsView(stack: StackState): Output[] {
  return stack.outputs.map(({ key, value, description, exportName }) => ({
    OutputKey: key,
    OutputValue: value,
    Description: description,
    ExportName: exportName,
  }));
}

export function eventView(stack: StackState, event: EventState): StackEvent {
  return {
    StackId: stack.id,
    EventId: event.id,
    StackName: stack.name,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.at),
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties,
    ClientRequestToken: event.token,
  };
}

export function resourceView(stack: StackState, record: ResourceState): StackResource {
  return {
    StackName: stack.name,
    StackId: stack.id,
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.physicalId,
    ResourceType: record.type,
    Timestamp: new Date(record.changedAt),
    ResourceStatus: record.status,
    ResourceStatusReason: record.reason,
    DriftInformation: resourceDrift(record),
  };
}

export function resourceDetail(stack: StackState, record: ResourceState): StackResourceDetail {
  const { Timestamp, ...rest } = resourceView(stack, record);
  return {
    ...rest,
    LogicalResourceId: record.logicalId,
    ResourceType: record.type,
    ResourceStatus: record.status,
    LastUpdatedTimestamp: Timestamp,
    Metadata: record.metadata === undefined ? undefined : JSON.stringify(record.metadata),
    DriftInformation: resourceDrift(record),
  };
}

export function resourceSummary(record: ResourceState): StackResourceSummary {
  return {
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.physicalId,
    ResourceType: record.type,
    LastUpdatedTimestamp: new Date(record.changedAt),
    ResourceStatus: record.status,
    ResourceStatusReason: record.reason,
    DriftInformation: resourceDrift(record),
  };
}

function optionalDate(at: number | undefined): Date | undefined {
  return at === undefined ? undefined : new Date(at);
}
